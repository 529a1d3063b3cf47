import { randomUUID } from 'node:crypto'
import { type Cost, isLate } from '../../harness/expect/index.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { type Kind, valid } from './rounds.ts'

/** Requests of a crowd. */
export const crowdAtOnce = 20
/** Of the crowd, for each request to another endpoint. */
const crowdToOther = 4
const mostTurns = 2

/** Sent by `measureBeside` at most. */
export const mostBeside = 1 + 2 * mostTurns * (crowdAtOnce + crowdAtOnce / crowdToOther)

/** Per cent of the answers that count: of so few half, so that one stall of the machine shows nothing. */
export const countedBeside = 50

/**
 * The health endpoint, or else a path that does not exist, beside a crowd of one kind and, where it is slow there, beside
 * a crowd of valid requests. Undefined where it fails by itself.
 */
export async function measureBeside(
  send: RunContext['send'],
  kind: Kind,
  { features }: TargetConfig,
): Promise<Cost | undefined> {
  const path = features.health?.path ?? `/${randomUUID()}`
  // Where every path wants a credential, it is refused for want of one, which costs next to nothing, too.
  const ask = () => send('another endpoint', { path, method: 'GET', authorization: [], retryThrottled: false })
  const { response } = (await ask()).exchange
  if (!response || response.status >= 500) return undefined
  const cost = { answers: [] as Observed[], controls: [] as Observed[] }
  for (let turn = 0; turn < mostTurns; turn++) {
    cost.answers.push(...(await burst(() => send(`${kind.name}, at once`, kind.attempt()), ask)))
    if (!isLate(countedBeside, { ...cost, controls: [] })) break
    cost.controls.push(...(await burst(() => send('the valid credential, at once', valid), ask)))
  }
  return cost
}

/** Sends a crowd at once, the other endpoint asked between them, and gives the answers of that one. */
async function burst(join: () => Promise<Observed>, ask: () => Promise<Observed>): Promise<readonly Observed[]> {
  const crowd: Promise<Observed>[] = []
  const others: Promise<Observed>[] = []
  while (crowd.length < crowdAtOnce) {
    crowd.push(join())
    if (crowd.length % crowdToOther === 0) others.push(ask())
  }
  const [answers] = await Promise.all([Promise.all(others), Promise.all(crowd)])
  return answers
}
