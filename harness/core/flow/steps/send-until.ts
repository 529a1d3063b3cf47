import { worstOf } from '../../../expect/wait.ts'
import type { Attempt, Observed } from '../../../model/expectation.ts'
import type { RunContext } from '../../../model/run-context.ts'
import type { SendUntilStep, Wait } from '../../../model/steps/issuer.ts'
import { fetchesSince, journalPosition } from '../fetches.ts'
import { attemptsOf } from '../signing-key.ts'
import { flowOf, type StepContext, type StepKind } from '../step-kind.ts'

/** Several other requests, because a single one may be slow on a busy machine. */
const otherRequests = 3
/** Other requests are sent so many milliseconds after the first one. */
const othersAfter = 50

export const sendUntil: StepKind<SendUntilStep> = {
  async play(step, context) {
    const { run, send } = context
    const attempt = attemptsOf(step, run)
    const sendOne = async () => send({ ...(await attempt(step.key)), retryThrottled: false })
    const waiting = step.until === 'asked' ? untilAsked(sendOne, run) : untilAnswered(sendOne, step, run)
    const others = step.meanwhile ? await sendOthers(step.meanwhile as Attempt, { run, send }) : []
    const wait = await waiting
    const shown = step.until === 'asked' ? [worstOf(wait.answers), ...others.slice(0, 1)] : endsOf(wait.answers)
    return {
      subject: { ...wait, others, ...flowOf(context) },
      answers: shown.filter((answer) => answer !== undefined),
      values: { reached: wait.reached || undefined, tookMs: wait.tookMs },
    }
  },
}

async function sendOthers(attempt: Attempt, { run, send }: Pick<StepContext, 'run' | 'send'>) {
  await run.pause(othersAfter)
  return Promise.all(Array.from({ length: otherRequests }, () => send({ ...attempt, retryThrottled: false })))
}

/** The first answer and the last, which show how a wait ended. */
const endsOf = (answers: readonly Observed[]): readonly Observed[] => [
  ...new Set([...answers.slice(0, 1), ...answers.slice(-1)]),
]

const declaredOf = ({ config }: RunContext) => {
  const { jwks } = config.features
  if (!jwks) throw new TypeError('the config declares no JWK Set')
  return jwks
}

/** Where several processes answer in turn, as many answers in a row show that all of them agree. */
const inARow = (instances: number): number => (instances === 1 ? 1 : 2 * instances)

async function untilAnswered(
  send: () => Promise<Observed>,
  { until, within, plus = 0, atMost = Number.POSITIVE_INFINITY }: SendUntilStep,
  run: RunContext,
): Promise<Wait> {
  const { instances, newKeyWithin } = declaredOf(run)
  const withinMs = Math.min(Number(within ?? newKeyWithin) + plus, Number(atMost))
  const needed = inARow(instances)
  const answers: Observed[] = []
  const began = performance.now()
  for (let row = 0; ; ) {
    const observed = await send()
    answers.push(observed)
    row = observed.accepted === (until === 'accepted') ? row + 1 : 0
    const tookMs = performance.now() - began
    const reached = row === needed
    if (reached || tookMs > withinMs) return { answers, withinMs, tookMs, reached }
    if (row === 0) await run.pause(Math.min(1000, withinMs / 100))
  }
}

/** Sends until the target asks its issuer, or its cooldown is over. */
async function untilAsked(send: () => Promise<Observed>, run: RunContext): Promise<Wait> {
  const { cooldown } = declaredOf(run)
  const since = await journalPosition(run)
  const answers: Observed[] = []
  for (const began = performance.now(); ; ) {
    answers.push(await send())
    const tookMs = performance.now() - began
    const reached = tookMs <= cooldown && (await fetchesSince(run, since)).length > 0
    if (reached || tookMs > cooldown) return { answers, withinMs: cooldown, tookMs, reached }
    await run.pause(Math.min(1000, cooldown / 5))
  }
}
