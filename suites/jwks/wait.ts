import type { Wait } from '../../harness/expect/index.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import type { FreshKey } from './fresh-key.ts'

type Sending = Pick<RunContext, 'send' | 'pause' | 'config'>

/** An attempt, or a function that makes one: during a long wait a token made before would expire. */
export type Making = Attempt | (() => Promise<Attempt>)

export const made = async (attempt: Making): Promise<Attempt> =>
  typeof attempt === 'function' ? await attempt() : attempt

interface Wanted {
  readonly attempt: Making
  readonly until: 'accepted' | 'rejected'
  /** Milliseconds. */
  readonly within: number
}

/** Where several processes answer in turn, as many answers in a row show that all of them agree. */
const inARow = (instances: number): number => (instances === 1 ? 1 : 2 * instances)

/** Sends a token every second, or a hundred times in a shorter time, until all processes answer as wanted. */
export async function wait(
  { send, pause, config }: Sending,
  vector: string,
  { attempt, until, within }: Wanted,
): Promise<Wait> {
  const needed = inARow(jwksOf(config).instances)
  const answers: Observed[] = []
  const began = performance.now()
  for (let row = 0; ; ) {
    const observed = await send(vector, { ...(await made(attempt)), retryThrottled: false })
    answers.push(observed)
    row = observed.accepted === (until === 'accepted') ? row + 1 : 0
    const tookMs = performance.now() - began
    const reached = row === needed
    if (reached || tookMs > within) return { answers, withinMs: within, tookMs, reached }
    if (row === 0) await pause(Math.min(1000, within / 100))
  }
}

/** Waits until a new key is accepted, as long as the target declares. */
export const untilAccepted = (context: Sending, vector: string, { attempt }: FreshKey): Promise<Wait> =>
  wait(context, vector, { attempt, until: 'accepted', within: jwksOf(context.config).newKeyWithin })

/** The first answer and the last, which show how a wait ended. */
export const endsOf = ({ answers }: Wait): readonly Observed[] => [
  ...new Set([...answers.slice(0, 1), ...answers.slice(-1)]),
]
