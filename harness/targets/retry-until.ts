import { setTimeout as delay } from 'node:timers/promises'

interface RetryOptions {
  readonly everyMs: number
  readonly forMs: number
  readonly signal?: AbortSignal
}

/** Calls until the result is not undefined, or the time is up. Rejects with AbortError when aborted. */
export async function retryUntil<Result>(
  attempt: () => Promise<Result | undefined>,
  { everyMs, forMs, signal }: RetryOptions,
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
