import { isThrottled } from '../expect/received.ts'
import type { Check } from '../model/check.ts'
import type { Exchange } from '../model/exchange.ts'
import type { Expectation, Judgement, Observed } from '../model/expectation.ts'
import type { Finding, Severity, VectorOutcome, Verdict } from '../model/finding.ts'
import type { Measurement } from '../model/measurement.ts'

/** What the expectations on one vector came to. */
export interface Judged {
  readonly vector: string
  readonly expected: readonly string[]
  readonly judgements: readonly Judgement[]
  readonly evidence: readonly Observed[]
  readonly measurement?: Measurement
}

const severities: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical']
const worse = (left: Severity, right: Severity): Severity =>
  severities.indexOf(left) >= severities.indexOf(right) ? left : right
const atMost = (limit: Severity, severity: Severity): Severity =>
  severities.indexOf(severity) <= severities.indexOf(limit) ? severity : limit

export function judge<Subject>(
  vector: string,
  subject: Subject,
  expectations: readonly Expectation<Subject>[],
  evidence: readonly Observed[],
  measurement?: Measurement,
): Judged {
  return {
    vector,
    expected: expectations.map(({ text }) => text),
    judgements: expectations.map((expectation) => expectation.judge(subject)),
    evidence,
    ...(measurement && { measurement }),
  }
}

/** Nothing of it is broken. What could not be seen is not seen by looking again either. */
export const isMet = ({ judgements }: Judged): boolean =>
  judgements.every(({ kind }) => kind === 'met' || kind === 'unclear')

/** Whether a broken control could have caused this: then it shows nothing. A served forgery or a crash still does. */
const standsAlone = ({ judgements, evidence }: Judged): boolean =>
  judgements.some(({ kind }) => kind === 'crash') ||
  (judgements.some(({ kind }) => kind === 'broken') && evidence.some(({ accepted }) => accepted))

/** How the verdict of a vector was reached. */
export interface Conditions {
  /** The valid request was served right before and right after. */
  readonly controlsAccepted: boolean
  /** The same vector, sent again because it was broken the first time. */
  readonly repetition: Judged | undefined
}

type Broken = Extract<Judgement, { kind: 'broken' }>

/** What breaks a rule counts before what only deserves a warning. */
const worstBroken = (judgements: readonly Judgement[]): Broken | undefined => {
  const broken = judgements.filter((judgement) => judgement.kind === 'broken')
  return broken.find(({ advisory }) => !advisory) ?? broken[0]
}

const wasThrottled = ({ attempt, exchange: { response } }: Observed): boolean =>
  attempt.retryThrottled !== false && response !== undefined && isThrottled(response)

interface Outcome extends VectorOutcome {
  readonly crashed: boolean
}

function outcomeOf(check: Check, judged: Judged, { controlsAccepted, repetition }: Conditions): Outcome {
  const { vector, expected, judgements, evidence, measurement } = judged
  const exchanges: readonly Exchange[] = evidence.map(({ exchange }) => exchange)
  const notes = judgements.flatMap((judgement) => (judgement.kind === 'met' && judgement.note ? [judgement.note] : []))
  const head = {
    vector,
    expected,
    exchanges,
    ...(notes.length > 0 && { notes }),
    ...(measurement && { measurement }),
    crashed: false,
  }
  const broken = worstBroken(judgements)
  const crash = judgements.find(({ kind }) => kind === 'crash')
  const unsure = (received: string): Outcome => ({
    ...head,
    verdict: 'inconclusive',
    received,
    severity: check.severity,
  })

  // A target may be left in a state in which the same cannot be tried again, which contradicts nothing.
  const seenAgain = repetition && !repetition.judgements.some(({ kind }) => kind === 'unclear')
  if (seenAgain && isMet(repetition) !== isMet(judged)) return unsure('other answers when it was sent again')
  if (!controlsAccepted && !standsAlone(judged)) return unsure('a valid request next to it was not served')
  if (!standsAlone(judged) && evidence.some(wasThrottled))
    return unsure('the target throttles us: 429, or 503 with Retry-After')
  if (broken) {
    const advisory = broken.advisory === true || check.level === 'SHOULD' || check.level === 'MAY'
    const severity = broken.severity ?? check.severity
    return { ...head, verdict: advisory ? 'warn' : 'fail', received: broken.received, severity }
  }
  if (crash?.kind === 'crash') {
    const severity = atMost('medium', check.severity)
    return { ...head, verdict: 'fail', received: crash.received, severity, crashed: true }
  }
  const unclear = judgements.find((judgement) => judgement.kind === 'unclear')
  if (unclear) return unsure(unclear.reason)
  return { ...head, verdict: 'pass', severity: check.severity }
}

const order: readonly Verdict[] = ['pass', 'skip', 'warn', 'inconclusive', 'error', 'fail']

const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.reduce((left, right) => (order.indexOf(left) >= order.indexOf(right) ? left : right), 'pass')

const head = ({ id, title, level, severity, spec, fix }: Check) => ({ check: id, title, level, severity, spec, fix })

/** A finding without vectors: skipped, inconclusive or in error as a whole. */
export const findingWithout = (check: Check, verdict: 'skip' | 'inconclusive' | 'error', reason: string): Finding => ({
  id: check.id,
  ...head(check),
  verdict,
  reason,
  vectors: [],
})

/**
 * The findings of one check: one for access and, where access was withheld by a crash, one of its own with `/crash`
 * behind the id, so that a 500 on a forged token is neither a pass nor a bypass.
 */
export function findingsOf(
  check: Check,
  judged: readonly Judged[],
  circumstances: (judged: Judged) => Conditions,
): readonly Finding[] {
  const outcomes = judged.map((one) => outcomeOf(check, one, circumstances(one)))
  const groups = [
    { id: check.id, members: outcomes.filter(({ crashed }) => !crashed) },
    { id: `${check.id}/crash`, members: outcomes.filter(({ crashed }) => crashed) },
  ]
  const clean = (members: readonly Outcome[]) => members.every(({ verdict }) => verdict === 'pass')
  const crashes = groups[1]?.members.length ?? 0
  return groups
    .filter(({ members }, index) => members.length > 0 && !(index === 0 && crashes > 0 && clean(members)))
    .map(({ id, members }) => {
      const verdict = worst(members.map((member) => member.verdict))
      const bad = members.filter((member) => member.verdict === verdict).map(({ severity }) => severity)
      return {
        id,
        ...head(check),
        severity: verdict === 'pass' ? check.severity : bad.reduce(worse),
        verdict,
        ...(verdict === 'inconclusive' && { reason: members.find((one) => one.verdict === verdict)?.received ?? '' }),
        vectors: members.map(({ crashed: _, ...outcome }) => outcome),
      }
    })
}
