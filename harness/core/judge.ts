import { isCrash, isThrottled } from '../expect/received.ts'
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
/** The most severe first. */
export const bySeverity = (left: Pick<Check, 'severity'>, right: Pick<Check, 'severity'>): number =>
  severities.indexOf(right.severity) - severities.indexOf(left.severity)

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

/** Whether an invalid credential was accepted. Once is enough for a failure: another answer later takes nothing back. */
export const acceptsWrongly = ({ judgements }: Judged): boolean =>
  judgements.some((judgement) => judgement.kind === 'broken' && judgement.wrongly === 'accepted')

/** How the verdict of a vector was reached. */
interface Conditions {
  /** The valid request after it; absent where none is sent. */
  readonly control?: Observed | undefined
  /** The same vector, sent again because something was not met the first time. */
  readonly repetitions?: readonly Judged[]
}

type Broken = Extract<Judgement, { kind: 'broken' }>

/** A broken rule counts before a warning. */
const worstBroken = (judgements: readonly Judgement[]): Broken | undefined => {
  const broken = judgements.filter((judgement) => judgement.kind === 'broken')
  return broken.find(({ advisory }) => !advisory) ?? broken[0]
}

const wasThrottled = ({ attempt, exchange: { response } }: Observed): boolean =>
  attempt.retryThrottled !== false && response !== undefined && isThrottled(response)

/** The outcome of a vector, and what of it is not recorded. */
export interface Outcome extends VectorOutcome {
  readonly crashed: boolean
  /** Whether other requests at the same time may have caused it: a crash, a rejected valid request, different answers. */
  readonly disturbed: boolean
  readonly evidence: readonly Observed[]
}

function notesOf(judgement: Judgement): readonly string[] {
  if (judgement.kind === 'skipped') return [`not tried: ${judgement.reason}`]
  return judgement.kind === 'met' && judgement.note ? [judgement.note] : []
}

type Decision = Pick<Outcome, 'verdict'> &
  Partial<Pick<Outcome, 'received' | 'severity' | 'crashed' | 'disturbed' | 'evidence'>>

const isUnclear = ({ judgements }: Judged): boolean => judgements.some(({ kind }) => kind === 'unclear')

/** The outcome of a vector, with received and severity; the first rule that applies decides. */
export function outcomeOf(check: Check, first: Judged, { control, repetitions = [] }: Conditions = {}): Outcome {
  // A target may be in a state in which the same cannot be tried again, which contradicts nothing.
  const tries = [first, ...repetitions.filter((one) => !isUnclear(one))]
  const accepted = tries.filter(acceptsWrongly)
  const judged = accepted[0] ?? first
  const { vector, expected, judgements, measurement } = judged
  const notes = judgements.flatMap(notesOf)
  const { evidence = judged.evidence, received, ...decision } = decide(check, judged, { control, tries })
  const times = accepted.length > 0 && accepted.length < tries.length
  return {
    vector,
    expected,
    exchanges: evidence.map(({ exchange }) => exchange),
    ...(notes.length > 0 && { notes }),
    ...(measurement && { measurement }),
    ...(received !== undefined && {
      received: times ? `${received}, ${accepted.length} of ${tries.length} times` : received,
    }),
    crashed: false,
    disturbed: false,
    severity: check.severity,
    ...decision,
    evidence,
  }
}

interface Circumstances extends Pick<Conditions, 'control'> {
  /** The judged one and the others. */
  readonly tries: readonly Judged[]
}

function decide(check: Check, judged: Judged, circumstances: Circumstances): Decision {
  const { judgements, evidence } = judged
  if (isSkipped(judged)) return { verdict: 'skip' }
  const inconclusive = decideInconclusive(judged, circumstances)
  if (inconclusive) return inconclusive
  const broken = worstBroken(judgements)
  const failed = evidence.some(isCrash)
  if (broken) {
    const { received, severity = check.severity, wrongly } = broken
    const advisory = broken.advisory === true || check.level === 'SHOULD' || check.level === 'MAY'
    const disturbed = wrongly === 'rejected' || (wrongly === undefined && failed)
    return { verdict: advisory ? 'warn' : 'fail', received, severity, disturbed }
  }
  const crash = judgements.find((judgement) => judgement.kind === 'crash')
  if (crash) {
    const severity = atMost('medium', check.severity)
    return { verdict: 'fail', received: crash.received, severity, crashed: true, disturbed: true }
  }
  const unclear = judgements.find((judgement) => judgement.kind === 'unclear')
  if (!unclear) return { verdict: 'pass' }
  return { verdict: 'inconclusive', received: unclear.reason, disturbed: unclear.wrongly === 'rejected' || failed }
}

/** Inconclusive, whatever the expectations say; undefined where they decide. */
function decideInconclusive(judged: Judged, { control, tries }: Circumstances): Decision | undefined {
  if (acceptsWrongly(judged)) return undefined
  if (tries.some((other) => isMet(other) !== isMet(judged))) {
    return { verdict: 'inconclusive', received: 'other answers when it was sent again', disturbed: true }
  }
  if (isConclusiveAlone(judged)) return undefined
  if (control && !control.accepted) {
    const received = 'a valid request next to it was not accepted'
    return { verdict: 'inconclusive', received, disturbed: true, evidence: [...judged.evidence, control] }
  }
  return judged.evidence.some(wasThrottled)
    ? { verdict: 'inconclusive', received: 'the target throttles us: 429, or 503 with Retry-After' }
    : undefined
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
export function findingsOf(check: Check, outcomes: readonly Outcome[]): readonly Finding[] {
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
        vectors: members.map(recorded),
      }
    })
}

const recorded = ({ crashed: _, disturbed: __, evidence: ___, ...outcome }: Outcome): VectorOutcome => outcome

/** The result that counts where a vector was tried under two circumstances: the worse one. */
export const worseOutcome = (left: Outcome, right: Outcome): Outcome =>
  order.indexOf(right.verdict) > order.indexOf(left.verdict) ? right : left
