import { setTimeout as delay } from 'node:timers/promises'

export interface PollOptions {
  readonly everyMs: number
  readonly forMs: number
  readonly signal?: AbortSignal
}

/** Tries until something other than undefined comes, or the time is up. Rejects with AbortError when aborted. */
export async function poll<Result>(
  attempt: () => Promise<Result | undefined>,
  { everyMs, forMs, signal }: PollOptions,
): Promise<Result | undefined> {
  const end = Date.now() + forMs
  for (;;) {
    signal?.throwIfAborted()
    const result = await attempt()
    signal?.throwIfAborted()
    if (result !== undefined || Date.now() + everyMs > end) return result
    await delay(everyMs, undefined, signal && { signal })
  }
}
