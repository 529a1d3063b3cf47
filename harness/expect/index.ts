export { quantile } from '../timing/statistics/quantile.ts'
export { type Challenge, parseChallenges } from '../wire/challenge.ts'
export { identifierIn } from '../wire/json-member.ts'
export { jsonObject } from '../wire/json-object.ts'
export { accepted, advisory, doesNotCrash, notesIfAccepted, rejected } from './access.ts'
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
export { answerText, noSecretTold, secretIn } from './body.ts'
export { canaryAbsent, canaryPresent } from './canary.ts'
export { challengeFields, challengeParameter, challengePresent } from './challenge.ts'
export { anyOf, unclear, withSeverity } from './combine.ts'
export { documentOf } from './document.ts'
export { answersWithin } from './duration.ts'
export { clientChallenged, errorOf, errorShape, grantRejected, redeemedOnce, tokenShape } from './grant.ts'
export { guessingLimited, isHeldUp } from './guessing.ts'
export { accessEndsSoon, jsonAnswer, noStore, noTokenIssued, oneLineage, tokensIssued, unlessOauth } from './issued.ts'
export { allRejected } from './launch.ts'
export { leewayWithinMinutes } from './leeway.ts'
export { noMoreThan } from './lookup.ts'
export { neverWritten } from './output.ts'
export { prerequisite } from './prerequisite.ts'
export { describeAnswer, isCrash } from './received.ts'
export { rule } from './rule.ts'
export { rejectedStatus, status, success } from './status.ts'
export { opensNoStream, opensStream } from './stream.ts'
export { announcedWait } from './throttle.ts'
export { listenerNotAsked } from './trap.ts'
export { crashIn, survivesWaiting, type Wait } from './wait.ts'
export { notDisclosed } from './withheld.ts'
