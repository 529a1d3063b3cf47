import { type Cost, isHeldUp, mostMs, timesOf } from '../../harness/expect/index.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'

/** A kind of request, another one every time, because a target may remember what it has refused. */
export interface Kind {
  readonly name: string
  attempt(): Attempt
}

export interface Measured {
  readonly kind: Kind
  readonly cost: Cost
}

/** Of a target that is quick each time: what is slow by itself is slow in all of them. */
export const fewestRounds = 8
/** From here on 95 % forgive an answer that only the machine held up. */
const forgivingRounds = 20
export const mostRounds = 40
/** One more than 95 % of all rounds forgive. */
const enoughLate = 3
/** After that, no more rounds than it takes to forgive. */
const longMs = 30_000

/** Per cent of the answers that count. */
export const countedInTurn = 95

/** The usual request, whose 429 is seen. */
export const valid: Attempt = { retryThrottled: false }

/** Sends the valid credential and each kind in turn, so that a slow moment of the machine hits all alike. */
export async function measureInTurn(send: RunContext['send'], kinds: readonly Kind[]): Promise<readonly Measured[]> {
  const controls: Observed[] = []
  const series = kinds.map((kind) => ({ kind, answers: [] as Observed[] }))
  const measured = series.map(({ kind, answers }) => ({ kind, cost: { answers, controls } }))
  const costs = measured.map(({ cost }) => cost)
  const began = performance.now()
  for (let round = 1; round <= mostRounds; round++) {
    controls.push(await send('the valid credential', valid))
    for (const { kind, answers } of series) answers.push(await send(kind.name, kind.attempt()))
    if (costs.some(isCertain) || (round >= fewestRounds && costs.every(isQuick))) break
    if (round >= forgivingRounds && performance.now() - began > longMs) break
  }
  return measured
}

const isCertain = ({ answers, controls }: Cost): boolean =>
  [...answers, ...controls].some(isHeldUp) ||
  timesOf(answers).filter((ms) => ms > mostMs(countedInTurn, controls)).length >= enoughLate

/** Compared with the median of the controls, which a slow one does not move. */
const isQuick = ({ answers, controls }: Cost): boolean => timesOf(answers).every((ms) => ms <= mostMs(50, controls))
