export { advisory, refused, served, survives } from './access.ts'
export { challengePresent } from './challenge.ts'
export { refusalStatus, status } from './status.ts'
