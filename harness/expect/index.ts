export { identifierIn } from '../core/captured.ts'
export { jsonObject } from '../wire/json-object.ts'
export { fieldValue } from '../wire/retry-after.ts'
export { accepted, advisory, doesNotCrash, eitherNoted, rejected } from './access.ts'
export { accessAccepted, accessRejected } from './admission.ts'
export { codeSent, describeOutcome, metadataFound } from './authorization.ts'
export { bodyTellsNoSecret, credentialAbsent } from './body.ts'
export { canaryAbsent, canaryPresent } from './canary.ts'
export {
  bearerChallenge,
  challengeFields,
  challengeParameter,
  challengePresent,
  challengesWellFormed,
  linkPresent,
} from './challenge.ts'
export { anyOf, unclear, weighing } from './combine.ts'
export { noCredentialsForAll, noForeignOrigin, originGranted, preflightGranted, sharesAnswers } from './cors.ts'
export { type Cost, costsNoMore, isLate, mostMs, timesOf } from './cost.ts'
export { answersWithin } from './duration.ts'
export { tellsNoInternals } from './internals.ts'
export { jsonAnswer, noStore, noTokenIssued, oneLineage, tokensIssued } from './issued.ts'
export { asksWithoutCredentials, notFollowed } from './key-requests.ts'
export {
  alwaysTheSame,
  type Fetching,
  fetchesWithin,
  forgotten,
  notHeldUp,
  type Overtaking,
  pickedUp,
  rejectedWithoutKeys,
  survivesWaiting,
  type Wait,
} from './keys.ts'
export { allRejected, failsToStart, starts } from './launch.ts'
export { leewayWithinMinutes } from './leeway.ts'
export { noMoreThan } from './lookup.ts'
export { documentOf, metadataOf, namesNowhere, resourceMetadata, sameForAll } from './metadata.ts'
export { neverWritten } from './output.ts'
export { prerequisite } from './prerequisite.ts'
export { quantile } from './quantile.ts'
export { describeAnswer, isCrash } from './received.ts'
export { rule } from './rule.ts'
export { acceptedInOrder, conflictsRejected } from './sequence.ts'
export { rejectedStatus, status } from './status.ts'
export { opensNoStream, opensStream } from './stream.ts'
export {
  acceptedWithin,
  announcedWait,
  guessingSlowed,
  isHeldUp,
  noFreshLimit,
  notThrottled,
  reasonGiven,
  retryAfterTells,
} from './throttle.ts'
export { detectsSeededLeak, type LeakOptions, noLeak } from './timing.ts'
export { listenerNotAsked } from './trap.ts'
export { headLikeGet, methodRejected, notDisclosed } from './withheld.ts'
