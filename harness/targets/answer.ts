import { createWireClient } from '../wire/client.ts'
import { certificateAdvice } from '../wire/failure.ts'
import { composeRequest } from '../wire/request.ts'
import { retryUntil } from './retry-until.ts'

/** The result of waiting for a server that starts. */
export type Awaited =
  | { readonly kind: 'answered' }
  /** It ended by itself, such as with `exit code 1`. */
  | { readonly kind: 'ended'; readonly how: string }
  /** The time is up; `last` is the reason why the last request failed. */
  | { readonly kind: 'silent'; readonly last: string }

interface AwaitOptions {
  readonly url: URL
  readonly waitMs: number
  /** Certificates that are trusted, in PEM. */
  readonly ca?: string
  /** How the server ended by itself; undefined while it runs. */
  readonly ended: () => Promise<string | undefined>
  readonly signal?: AbortSignal
}

/**
 * Sends requests until any HTTP answer comes, whatever its status, or a certificate that is not accepted. Rejects with AbortError when aborted.
 */
export async function awaitAnswer({ url, waitMs, ca, ended, signal }: AwaitOptions): Promise<Awaited> {
  const wire = createWireClient({
    origin: url,
    timeoutMs: Math.min(waitMs, 2000),
    ...(ca !== undefined && { ca }),
    ...(signal && { signal }),
  })
  const fields = [`Host: ${url.host}`, 'User-Agent: auth-conformance', 'Accept: */*', 'Connection: close']
  const bytes = composeRequest({ method: 'GET', target: url.pathname + url.search, fields })
  let last = 'no answer'
  const outcome = await retryUntil(
    async (): Promise<Awaited | undefined> => {
      const { response, failure } = await wire.send({ method: 'GET', bytes })
      if (response || (failure && certificateAdvice(failure))) return { kind: 'answered' }
      last = failure?.detail ?? last
      const how = await ended()
      return how === undefined ? undefined : { kind: 'ended', how }
    },
    { everyMs: 100, forMs: waitMs, ...(signal && { signal }) },
  ).finally(() => wire.close())
  return outcome ?? { kind: 'silent', last }
}
