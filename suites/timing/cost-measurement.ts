import { isHeldUp, quantile } from '../../harness/expect/index.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { type Cost, isLate, mostMs, timesOf } from './expect.ts'

/** A group of requests, each with another credential, because a target may remember what it has rejected. */
export interface CostGroup {
  readonly name: string
  attempt(): Attempt
}

export interface MeasuredGroup {
  readonly group: CostGroup
  readonly cost: Cost
}

/** Enough where every answer is quick: a target that is slow by itself is slow in every round. */
export const fewestRounds = 8
/** From this number on, 95 % tolerates one slow answer, which the machine alone may have delayed. */
const forgivingRounds = 20
export const mostRounds = 40
/** One more slow answer than 95 % of all rounds tolerates. */
const enoughLate = 3
/** After that time, no more than `forgivingRounds`. */
const longMs = 30_000

/** Per cent of the answers that count when requests are sent in turn. */
export const countedInTurn = 95

/** Requests that are sent at once. */
export const atOnce = 20
/** Of them, for each request to another endpoint. */
const perOther = 4
const mostBursts = 2

/** Sent by `measureBeside` at most. */
export const mostBeside = 1 + 2 * mostBursts * (atOnce + atOnce / perOther)

/** Sent by `isOnlyDelayed` at most. */
export const mostDelayed = 1 + 3 + atOnce + atOnce / perOther

/** Per cent of the answers beside a burst that count: half of so few, so that one delay of the machine does not matter. */
export const countedBeside = 50

/** The usual request, whose 429 is an answer. */
const valid: Attempt = { retryThrottled: false }

/** Sends the valid credential and a request of each group in turn, so that a slow moment of the machine hits all of them. */
export async function measureInTurn(
  send: RunContext['send'],
  groups: readonly CostGroup[],
): Promise<readonly MeasuredGroup[]> {
  const controls: Observed[] = []
  const series = groups.map((group) => ({ group, answers: [] as Observed[] }))
  const measured = series.map(({ group, answers }) => ({ group, cost: { answers, controls } }))
  const costs = measured.map(({ cost }) => cost)
  const startedAt = performance.now()
  for (let round = 1; round <= mostRounds; round++) {
    controls.push(await send('the valid credential', valid))
    for (const { group, answers } of series) answers.push(await send(group.name, group.attempt()))
    if (costs.some(isCertain) || (round >= fewestRounds && costs.every(isQuick))) break
    if (round >= forgivingRounds && performance.now() - startedAt > longMs) break
  }
  return measured
}

const isCertain = ({ answers, controls }: Cost): boolean =>
  [...answers, ...controls].some(isHeldUp) ||
  timesOf(answers).filter((ms) => ms > mostMs(countedInTurn, controls)).length >= enoughLate

/** Compared with the median of the controls, which one slow answer does not change. */
const isQuick = ({ answers, controls }: Cost): boolean => timesOf(answers).every((ms) => ms <= mostMs(50, controls))

/**
 * The cost at the health endpoint, or else at a path that does not exist, beside a burst of one group and, where it is
 * slow there, beside a burst of valid requests. Undefined where that endpoint fails by itself.
 */
export async function measureBeside(
  send: RunContext['send'],
  group: CostGroup,
  { features }: TargetConfig,
): Promise<Cost | undefined> {
  const ask = askOther(send, features)
  const { response } = (await ask()).exchange
  if (!response || response.status >= 500) return undefined
  const cost = { answers: [] as Observed[], controls: [] as Observed[] }
  for (let turn = 0; turn < mostBursts; turn++) {
    cost.answers.push(...(await burst(() => send(`${group.name}, at once`, group.attempt()), ask)).others)
    if (!isLate(countedBeside, { ...cost, controls: [] })) break
    cost.controls.push(...(await burst(() => send('the valid credential, at once', valid), ask)).others)
  }
  return cost
}

/** Sends a request to the health endpoint, or else to a path that does not exist. */
function askOther(send: RunContext['send'], { health }: TargetConfig['features']): () => Promise<Observed> {
  const path = health?.path ?? `/${crypto.randomUUID()}`
  // Where every path needs a credential, a request without one is rejected, which costs next to nothing, too.
  return () => send('another endpoint', { path, method: 'GET', authorization: [], retryThrottled: false })
}

/** Milliseconds that an answer beside others may take, given what it takes alone. */
const mostBesideMs = (alone: number): number => 1.5 * alone + 250

/**
 * Whether the rejections of a slow group are only delayed, as against guessing: each is as slow, many at once take no
 * longer than one, and another endpoint does not wait for them. Work would take many times as long for many at once.
 */
export async function isOnlyDelayed(
  send: RunContext['send'],
  { group, cost }: MeasuredGroup,
  { features }: TargetConfig,
): Promise<boolean> {
  const times = timesOf(cost.answers)
  const least = mostMs(countedInTurn, cost.controls)
  if (!times.every((ms) => ms > least && ms < Number.POSITIVE_INFINITY)) return false
  const ask = askOther(send, features)
  const usual = quantile(50, times)
  const [alone = 0] = timesOf([await ask()])
  const sendOne = () => send(`${group.name}, at once`, group.attempt())
  // Work that takes long would take minutes for all of them.
  const first = await Promise.all([sendOne(), sendOne(), sendOne()])
  if (!timesOf(first).every((ms) => ms <= mostBesideMs(usual))) return false
  const { own, others } = await burst(sendOne, ask)
  return (
    timesOf(own).every((ms) => ms > usual / 2 && ms <= mostBesideMs(usual)) &&
    timesOf(others).every((ms) => ms <= mostBesideMs(alone))
  )
}

/** Sends a burst, with requests to the other endpoint between. */
async function burst(sendOne: () => Promise<Observed>, askOther: () => Promise<Observed>) {
  const sent: Promise<Observed>[] = []
  const others: Promise<Observed>[] = []
  while (sent.length < atOnce) {
    sent.push(sendOne())
    if (sent.length % perOther === 0) others.push(askOther())
  }
  return { others: await Promise.all(others), own: await Promise.all(sent) }
}
