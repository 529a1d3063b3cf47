export { advisory, eitherNoted, refused, served, survives } from './access.ts'
export { challengePresent } from './challenge.ts'
export { anyOf, weighing } from './combine.ts'
export { accessEndsSoon, jsonAnswer, noStore, noTokenIssued, oneLineage, tokensIssued, unlessOauth } from './issued.ts'
export { leewayWithinMinutes } from './leeway.ts'
export { conflictsRefused, servedInOrder } from './sequence.ts'
export { refusalStatus, status } from './status.ts'
export {
  announcedWait,
  guessingSlowed,
  isHeldUp,
  noFreshLimit,
  notThrottled,
  reasonGiven,
  retryAfterTells,
  servedWithin,
} from './throttle.ts'
