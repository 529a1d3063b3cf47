export { advisory, eitherNoted, refused, served, survives } from './access.ts'
export { challengePresent } from './challenge.ts'
export { leewayWithinMinutes } from './leeway.ts'
export { refusalStatus, status } from './status.ts'
