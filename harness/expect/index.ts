export { identifierIn } from '../issued.ts'
export { jsonObject } from '../json-object.ts'
export { advisory, eitherNoted, refused, served, survives } from './access.ts'
export { admitted, barred } from './admission.ts'
export {
  codeAt,
  codeSent,
  describeOutcome,
  metadataFound,
  noCodeSent,
  noteWhenSent,
  onlyRegistered,
  staysAway,
} from './authorization.ts'
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
export { clientChallenged, errorOf, errorShape, grantRefused, redeemedOnce, tokenShape } from './grant.ts'
export { tellsNoInternals } from './internals.ts'
export { accessEndsSoon, jsonAnswer, noStore, noTokenIssued, oneLineage, tokensIssued, unlessOauth } from './issued.ts'
export { asksWithoutCredentials, notFollowed } from './key-requests.ts'
export {
  alwaysTheSame,
  type Fetching,
  fetchesWithin,
  forgotten,
  notHeldUp,
  type Overtaking,
  pickedUp,
  survivesWaiting,
  type Wait,
  withheldWithoutKeys,
} from './keys.ts'
export { allRefused, refusesToStart, starts } from './launch.ts'
export { leewayWithinMinutes } from './leeway.ts'
export { noMoreThan } from './lookup.ts'
export { documentOf, metadataOf, namesNowhere, resourceMetadata, sameForAll } from './metadata.ts'
export { neverWritten } from './output.ts'
export { prerequisite } from './prerequisite.ts'
export { quantile } from './quantile.ts'
export { rule } from './rule.ts'
export { conflictsRefused, servedInOrder } from './sequence.ts'
export { refusalStatus, status } from './status.ts'
export { opensNoStream, opensStream } from './stream.ts'
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
export { type LeakOptions, noLeak, seesPlanted } from './timing.ts'
export { untouched } from './trap.ts'
export { headLikeGet, methodRefused, withheld } from './withheld.ts'
