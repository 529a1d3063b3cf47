import { isThrottled } from '../expect/received.ts'
import type { Check } from '../model/check.ts'
import type { Expectation, Judgement, Observed } from '../model/expectation.ts'
import type { Finding, Severity, VectorOutcome, Verdict } from '../model/finding.ts'
import type { Measurement } from '../model/measurement.ts'

/** The judgements of the expectations on one vector. */
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

/** Whether nothing is broken. What is unclear or skipped counts as met here, because it is not repeated. */
export const isMet = ({ judgements }: Judged): boolean =>
  judgements.every(({ kind }) => kind === 'met' || kind === 'unclear' || kind === 'skipped')

/** Whether the target lacks what the vector needs, so that it was not tried. */
export const isSkipped = ({ judgements }: Judged): boolean => judgements.some(({ kind }) => kind === 'skipped')

/** Whether it shows a failure even without a valid request beside it: an invalid token was accepted, or the target crashed. */
const isConclusiveAlone = ({ judgements, evidence }: Judged): boolean =>
  judgements.some(({ kind }) => kind === 'crash') ||
  (judgements.some(({ kind }) => kind === 'broken') && evidence.some(({ accepted }) => accepted))

/** How the verdict of a vector was reached. */
interface Conditions {
  /** Whether the valid requests before and after it were accepted. */
  readonly controlsAccepted: boolean
  /** The same vector, sent again because something was not met the first time. */
  readonly repetition: Judged | undefined
}

type Broken = Extract<Judgement, { kind: 'broken' }>

/** A broken rule counts before a warning. */
const worstBroken = (judgements: readonly Judgement[]): Broken | undefined => {
  const broken = judgements.filter((judgement) => judgement.kind === 'broken')
  return broken.find(({ advisory }) => !advisory) ?? broken[0]
}

const wasThrottled = ({ attempt, exchange: { response } }: Observed): boolean =>
  attempt.retryThrottled !== false && response !== undefined && isThrottled(response)

interface Outcome extends VectorOutcome {
  readonly crashed: boolean
}

function notesOf(judgement: Judgement): readonly string[] {
  if (judgement.kind === 'skipped') return [`not tried: ${judgement.reason}`]
  return judgement.kind === 'met' && judgement.note ? [judgement.note] : []
}

/** The outcome of a vector, with received and severity; the first rule that applies decides. */
function outcomeOf(check: Check, judged: Judged, conditions: Conditions): Outcome {
  const { vector, expected, judgements, evidence, measurement } = judged
  const notes = judgements.flatMap(notesOf)
  return {
    vector,
    expected,
    exchanges: evidence.map(({ exchange }) => exchange),
    ...(notes.length > 0 && { notes }),
    ...(measurement && { measurement }),
    crashed: false,
    severity: check.severity,
    ...decide(check, judged, conditions),
  }
}

function decide(
  check: Check,
  judged: Judged,
  conditions: Conditions,
): Pick<Outcome, 'verdict'> & Partial<Pick<Outcome, 'received' | 'severity' | 'crashed'>> {
  const { judgements } = judged
  if (isSkipped(judged)) return { verdict: 'skip' }
  const reason = reasonInconclusive(judged, conditions)
  if (reason !== undefined) return { verdict: 'inconclusive', received: reason }
  const broken = worstBroken(judgements)
  if (broken) {
    const { received, severity = check.severity } = broken
    const advisory = broken.advisory === true || check.level === 'SHOULD' || check.level === 'MAY'
    return { verdict: advisory ? 'warn' : 'fail', received, severity }
  }
  const crash = judgements.find((judgement) => judgement.kind === 'crash')
  if (crash) {
    return { verdict: 'fail', received: crash.received, severity: atMost('medium', check.severity), crashed: true }
  }
  const unclear = judgements.find((judgement) => judgement.kind === 'unclear')
  return unclear ? { verdict: 'inconclusive', received: unclear.reason } : { verdict: 'pass' }
}

/** Why the result is inconclusive, whatever the expectations say. */
function reasonInconclusive(judged: Judged, { controlsAccepted, repetition }: Conditions): string | undefined {
  // A target may be in a state in which the same cannot be tried again, which contradicts nothing.
  const comparable = repetition && !repetition.judgements.some(({ kind }) => kind === 'unclear')
  if (comparable && isMet(repetition) !== isMet(judged)) return 'other answers when it was sent again'
  if (isConclusiveAlone(judged)) return undefined
  if (!controlsAccepted) return 'a valid request next to it was not accepted'
  return judged.evidence.some(wasThrottled) ? 'the target throttles us: 429, or 503 with Retry-After' : undefined
}

const order: readonly Verdict[] = ['pass', 'skip', 'warn', 'inconclusive', 'error', 'fail']

/** Skipped vectors count only where there are no others. */
const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.every((verdict) => verdict === 'skip')
    ? 'skip'
    : verdicts
        .filter((verdict) => verdict !== 'skip')
        .reduce((left, right) => (order.indexOf(left) >= order.indexOf(right) ? left : right), 'pass')

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
 * The findings of one check: one for access and, where a request was rejected by a crash, one with `/crash` after
 * the id, so that a 500 on a forged token is neither a pass nor a bypass.
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
  const clean = (members: readonly Outcome[]) =>
    members.every(({ verdict }) => verdict === 'pass' || verdict === 'skip')
  const crashes = groups[1]?.members.length ?? 0
  return groups
    .filter(({ members }, index) => members.length > 0 && !(index === 0 && crashes > 0 && clean(members)))
    .map(({ id, members }) => {
      // A vector that was not tried does not count, unless nothing else was.
      const tried = members.filter((member) => member.verdict !== 'skip')
      const verdict = worst((tried.length > 0 ? tried : members).map((member) => member.verdict))
      const bad = members.filter((member) => member.verdict === verdict).map(({ severity }) => severity)
      return {
        id,
        ...head(check),
        severity: verdict === 'pass' ? check.severity : bad.reduce(worse),
        verdict,
        ...((verdict === 'inconclusive' || verdict === 'skip') && {
          reason: members.find((one) => one.verdict === verdict)?.received ?? '',
        }),
        vectors: members.map(({ crashed: _, ...outcome }) => outcome),
      }
    })
}
