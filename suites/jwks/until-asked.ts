import type { Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { watchFetches } from './fetches.ts'
import { type Making, made } from './wait.ts'

/** The worst answer: an accepted one, else a server error, else the slowest. */
export const worstOf = (answers: readonly Observed[]): Observed | undefined =>
  answers.find(({ accepted }) => accepted) ??
  answers.find(({ exchange }) => (exchange.response?.status ?? 0) >= 500 && exchange.response?.status !== 503) ??
  answers.toSorted((one, other) => other.exchange.durationMs - one.exchange.durationMs)[0]

/** Sends until the target asks its issuer, or its cooldown is over. */
export async function untilAsked(
  context: RunContext,
  vector: string,
  { attempt }: { readonly attempt: Making },
): Promise<readonly Observed[]> {
  const { cooldown } = jwksOf(context.config)
  const fetches = await watchFetches(context)
  const answers: Observed[] = []
  for (const began = performance.now(); ; ) {
    answers.push(await context.send(vector, { ...(await made(attempt)), retryThrottled: false }))
    if (performance.now() - began > cooldown || (await fetches.since()).length > 0) return answers
    await context.pause(Math.min(1000, cooldown / 5))
  }
}
