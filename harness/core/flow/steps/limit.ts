import { announcedWait } from '../../../expect/throttle.ts'
import { type Limit, limitOf, mostAccepted, mostRefilled } from '../../../limit/limit.ts'
import { untilRecovered, useUp } from '../../../limit/use-up.ts'
import type { Attempt, Observed } from '../../../model/expectation.ts'
import type { InFlow } from '../../../model/flow.ts'
import type { CountedRequests, SendBurstStep, SendCountedStep, UseUpLimitStep } from '../../../model/steps/limit.ts'
import { flowOf, type StepContext, type StepKind } from '../step-kind.ts'
import { resultOf } from './result.ts'

/** Flows at whose end the limit is waited for, by their function for that. */
const waited = new WeakSet<StepContext['cleanUp']>()

/** The limit, which has refilled when the flow is over. */
function limitUntilRecovered({ run, cleanUp }: StepContext): Limit {
  const limit = limitOf(run.config)
  if (!waited.has(cleanUp)) cleanUp(() => untilRecovered(run, limit))
  waited.add(cleanUp)
  return limit
}

export const useUpLimit: StepKind<UseUpLimitStep> = {
  async play({ as = 'until it is throttled' }, context) {
    const throttled = await useUp(context.run, as, limitUntilRecovered(context))
    return throttled ? resultOf(throttled, context) : { subject: {}, answers: [], values: {}, stops: true }
  },
}

type Counted = Omit<CountedRequests, keyof InFlow>

export const sendCounted: StepKind<SendCountedStep> = {
  async play({ burst, rate }, context) {
    const limit = limitUntilRecovered(context)
    const counted =
      rate === undefined
        ? await sendAtOnce(burst === undefined ? 1 : burst * limit.burst, limit, context)
        : await sendAtRate(rate, limit, context)
    const accepted = counted.answers.findLast((answer) => answer.accepted)
    const throttled = counted.answers.findLast((answer) => !answer.accepted)
    return {
      subject: { ...counted, ...flowOf(context) },
      answers: [accepted, throttled].filter((answer) => answer !== undefined),
      values: {
        accepted: accepted && true,
        status: (throttled ?? accepted)?.exchange.response?.status,
        waitMs: throttled && (announcedWait(throttled) ?? limit.windowMs),
      },
    }
  },
}

async function sendAtOnce(count: number, limit: Limit, { send }: StepContext): Promise<Counted> {
  const began = performance.now()
  const answers = await Promise.all(Array.from({ length: count }, () => send(limit.request)))
  const tookMs = performance.now() - began
  return { answers, most: mostAccepted(limit, tookMs), tookMs }
}

/** Longest time of requests at a rate. Milliseconds. */
const longestAtRate = 30_000
/** Fewer requests show nothing. */
const fewestAtRate = 4

async function sendAtRate(rate: number, limit: Limit, { run, send }: StepContext): Promise<Counted> {
  const between = 1 / (rate * limit.perMs)
  const count = Math.min(limit.burst - 2, Math.floor(longestAtRate / between))
  if (count < fewestAtRate) return { answers: [], most: 0, tookMs: 0 }
  const began = performance.now()
  const sending: Promise<Observed>[] = []
  for (let index = 0; index < count; index++) {
    await run.pause(Math.max(0, (index + 1) * between - (performance.now() - began)))
    sending.push(send(limit.request))
  }
  const answers = await Promise.all(sending)
  const tookMs = performance.now() - began
  const most = mostRefilled(limit, tookMs)
  return { answers: most >= count ? [] : answers, most, tookMs }
}

const burstAtMost = 100

export const sendBurst: StepKind<SendBurstStep> = {
  async play({ attempt, credentials }, { run, send }) {
    const count = Math.min(burstAtMost, 2 * limitOf(run.config).burst)
    await Promise.all(
      Array.from({ length: count }, (_, turn) =>
        send({
          ...(attempt as Attempt | undefined),
          ...(credentials && { token: sameBeginning(run.token, turn) }),
          retryThrottled: false,
        }),
      ),
    )
    return { subject: {}, answers: [], values: {} }
  },
}

/** An invalid token that begins like the valid one; implementations that cut keys usually keep their beginning. */
const sameBeginning = (token: string, turn: number): string => {
  const kept = token.slice(0, Math.min(8, Math.floor(token.length / 2)))
  return `${kept}${String(turn).padStart(token.length - kept.length, 'x')}`
}
