import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { Launched, RunContext } from '../../harness/model/run-context.ts'
import type { Env } from '../../harness/model/target.ts'

/** Starts the target with settings, and stops it even when `use` throws: a target with a fixed port cannot start twice. */
export async function withLaunch<Result>(
  { launch }: Pick<RunContext, 'launch'>,
  settings: Env,
  use: (launched: Launched) => Promise<Result>,
): Promise<Result> {
  const launched = await launch(settings)
  try {
    return await use(launched)
  } finally {
    await launched.stop()
  }
}

/** The answers of a launch to each attempt; none when it did not start. */
export const askEach = async (
  launched: Launched,
  vector: string,
  attempts: readonly Attempt[],
): Promise<readonly Observed[]> =>
  launched.origin ? await Promise.all(attempts.map((attempt) => launched.send(vector, attempt))) : []
