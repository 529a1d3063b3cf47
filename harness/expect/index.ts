export { quantile } from '../timing/statistics/quantile.ts'
export { identifierIn } from '../wire/json-member.ts'
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
export { answersWithin } from './duration.ts'
export { guessingLimited, isHeldUp } from './guessing.ts'
export { tellsNoInternals } from './internals.ts'
export { jsonAnswer, noStore, noTokenIssued, oneLineage, tokensIssued } from './issued.ts'
export { allRejected, failsToStart, starts } from './launch.ts'
export { documentOf, metadataOf, namesNowhere, resourceMetadata, sameForAll } from './metadata.ts'
export { neverWritten } from './output.ts'
export { prerequisite } from './prerequisite.ts'
export { describeAnswer, isCrash } from './received.ts'
export { rule } from './rule.ts'
export { acceptedInOrder, conflictsRejected } from './sequence.ts'
export { rejectedStatus, status } from './status.ts'
export { opensNoStream, opensStream } from './stream.ts'
export { announcedWait } from './throttle.ts'
export { crashIn, ofWorst, survivesWaiting } from './wait.ts'
export { headLikeGet, methodRejected, notDisclosed } from './withheld.ts'
