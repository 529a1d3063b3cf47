import type { Check, CheckInput, ReviewCheck, RunCheck, VectorCheck } from '../model/check.ts'
import type { Attempt, Observed } from '../model/expectation.ts'
import type { Finding } from '../model/finding.ts'
import type { Launched, RunContext } from '../model/run-context.ts'
import { unknownTokenLike } from './credential.ts'
import { type Circumstances, findingsOf, findingWithout, isMet, type Judged, judge } from './judge.ts'
import { type OpenListener, openListener } from './listener.ts'
import { reasonToSkip } from './select.ts'
import type { Session } from './session.ts'
import { vectorsOf } from './vectors.ts'

/** At most so many broken answers of one review are kept as evidence. */
const reviewEvidence = 10

export const isRun = (check: Check): check is RunCheck => 'run' in check
export const isReview = (check: Check): check is ReviewCheck => 'appliesTo' in check

/** Runs one check against the target of a session, or only one of its vectors. Never rejects but when aborted. */
export async function runCheck(session: Session, check: Check, only?: string): Promise<readonly Finding[]> {
  const reason = reasonToSkip(check, session.config)
  if (reason) return [findingWithout(check, 'skip', reason)]
  try {
    if (isReview(check)) return review(session, check, only)
    const input = await session.checkInput()
    const collect = isRun(check)
      ? () => runProgram(session, check, input)
      : () => tryVectors(session, check, input, only)
    return await withControls(session, check, collect)
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
    return [findingWithout(check, 'error', error instanceof Error ? error.message : String(error))]
  }
}

/** Brackets the attempts of a check with valid requests, and tries what broke once more. */
async function withControls(
  session: Session,
  check: VectorCheck | RunCheck,
  collect: () => Promise<readonly Judged[] | string>,
): Promise<readonly Finding[]> {
  const control = async (when: string) =>
    // A token of its own, because the one that the check began with may have expired meanwhile.
    (await session.send(`control ${when} ${check.id}`, {}, await session.checkInput(), 'control')).accepted
  const before = await control('before')
  if (!before) return [findingWithout(check, 'inconclusive', 'the valid request before it was not served')]
  const judged = await collect()
  if (typeof judged === 'string') return [findingWithout(check, 'skip', judged)]
  if (judged.length === 0) return [findingWithout(check, 'skip', 'nothing of it fits this target')]
  const confirmed = isRun(check) && check.repeatsItself === true
  const repeated = confirmed || judged.every(isMet) ? [] : await collect()
  const again = typeof repeated === 'string' ? [] : repeated
  const controlsServed = await control('after')
  const circumstances = ({ vector }: Judged): Circumstances => ({
    controlsServed,
    again: again.find((other) => other.vector === vector),
  })
  return findingsOf(check, judged, circumstances)
}

async function tryVectors(
  session: Session,
  check: VectorCheck,
  input: CheckInput,
  only: string | undefined,
): Promise<readonly Judged[]> {
  const vectors = await vectorsOf(check, input)
  const chosen = Object.entries(vectors).filter(([name]) => only === undefined || check.expectAll || name === only)
  const observed = await Promise.all(
    chosen.map(async ([name, attempt]) => {
      const one = await session.send(`${check.id}[${name}]`, attempt, input)
      return { name, attempt, one }
    }),
  )
  const each = observed.map(({ name, attempt, one }) => judge(name, one, attempt.expect ?? check.expect, [one]))
  if (!check.expectAll) return each
  const byName = Object.fromEntries(observed.map(({ name, one }) => [name, one]))
  return [...each, judge('together', byName, check.expectAll, Object.values(byName))]
}

/** What a run came to, or why it does not fit the target. */
async function runProgram(session: Session, check: RunCheck, input: CheckInput): Promise<readonly Judged[] | string> {
  let skipped: string | undefined
  const judged: Judged[] = []
  const traps: OpenListener[] = []
  const launches: Launched[] = []
  const context: RunContext = {
    ...input,
    get control() {
      if (session.control) return session.control
      throw new TypeError('control needs an issuer that the target trusts')
    },
    get output() {
      if (session.output) return session.output
      throw new TypeError('output needs a target that we start')
    },
    async launch(settings, secrets) {
      const launched = await session.launch(settings, input, secrets)
      launches.push(launched)
      return { ...launched, send: (vector, attempt) => launched.send(`${check.id}[${vector}]`, attempt) }
    },
    pause: session.pause,
    async listen(answer) {
      const opened = await openListener(answer)
      traps.push(opened)
      return opened
    },
    send: (vector: string, attempt: Attempt) => session.send(`${check.id}[${vector}]`, attempt, input),
    sendOnOneConnection: (vector, attempts, how) =>
      session.sendOnOneConnection(`${check.id}[${vector}]`, attempts, how, input),
    unknownTokenLike: unknownTokenLike,
    compareDurations: (contrast, at) => session.compareDurations(check.id, contrast, input, at),
    calibrate: session.calibrateTiming,
    skip: (reason) => {
      skipped = reason
    },
    expect: (vector, subject, expectations, evidence, measurement) => {
      judged.push(judge(vector, subject, expectations, evidence, measurement))
    },
  }
  try {
    await check.run(context)
  } finally {
    await Promise.all([...traps.map((trap) => trap.close()), ...launches.map((launch) => launch.stop())])
  }
  return judged.length === 0 && skipped !== undefined ? skipped : judged
}

/** Judges answers that were given already; there is nothing to send again. */
function review(session: Session, check: ReviewCheck, only: string | undefined): readonly Finding[] {
  const concerned = session.observed.filter(
    (observed) => check.appliesTo(observed) && (only === undefined || observed.sentFor === only),
  )
  if (concerned.length === 0) return [findingWithout(check, 'skip', 'no answer of this kind was seen')]
  const judged = concerned.map((observed) => judge(observed.sentFor, observed, check.expect, [observed]))
  const broken = judged.filter((one) => !isMet(one))
  const shown = broken.length > 0 ? broken.slice(0, reviewEvidence) : summaryOf(check, concerned)
  return findingsOf(check, shown, () => ({ controlsServed: true, again: undefined })).map((finding) =>
    broken.length === 0
      ? finding
      : { ...finding, reason: `${broken.length} of ${concerned.length} answers, ${shown.length} of them shown` },
  )
}

const summaryOf = (check: ReviewCheck, concerned: readonly Observed[]): readonly Judged[] => [
  {
    vector: `${concerned.length} answers`,
    expected: check.expect.map(({ text }) => text),
    judgements: [],
    evidence: concerned.slice(0, 1),
  },
]
