import type { Call } from '../http/call.ts'
import type { ActiveFault, FaultKindName } from './fault.ts'
import { markTruncated } from './truncated-response.ts'

type NormalResponse = () => Response | Promise<Response>

/** Describes and applies a kind of fault. `normalResponse` creates the response without the fault. */
export interface FaultKind {
  readonly about: string
  apply(fault: ActiveFault, call: Call, normalResponse: NormalResponse): Response | Promise<Response>
}

export const faultKinds: Readonly<Record<FaultKindName, FaultKind>> = {
  status: {
    about: 'answers with an error status',
    apply: ({ status = 503, body }) =>
      new Response(body ?? JSON.stringify({ error: 'temporarily_unavailable' }), {
        status,
        headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
      }),
  },
  delay: {
    about: 'delays the response',
    apply: async ({ ms = 1000 }, { request }, normalResponse) => {
      await pause(ms, request.signal)
      return normalResponse()
    },
  },
  stall: {
    about: 'accepts the request and never responds',
    apply: async ({ ms }, { request }) => {
      await pause(ms ?? maxPause, request.signal)
      return Response.error()
    },
  },
  drop: { about: 'drops the connection without a response', apply: () => Response.error() },
  truncate: {
    about: 'drops the connection in the middle of the body',
    apply: async ({ bytes }, _, normalResponse) => truncated(await normalResponse(), bytes),
  },
  'content-type': {
    about: 'sends another media type',
    apply: async ({ contentType = 'text/html', body }, _, normalResponse) => {
      const normal = await normalResponse()
      return withBody(normal, body ?? (await normal.text()), { 'Content-Type': contentType })
    },
  },
  'bad-json': {
    about: 'sends invalid JSON',
    apply: async (_, __, normalResponse) => {
      const normal = await normalResponse()
      return withBody(normal, `${(await normal.text()).slice(0, -1)},`)
    },
  },
  'huge-body': {
    about: 'sends a very large body',
    apply: ({ bytes = 16 * 1024 * 1024, ms = 0, gzip }, { request }) => {
      const content = hugeBody(bytes, ms, request.signal)
      return new Response(gzip ? content.pipeThrough(new CompressionStream('gzip')) : content, {
        headers: { 'Content-Type': 'application/json', ...(gzip && { 'Content-Encoding': 'gzip' }) },
      })
    },
  },
  redirect: {
    about: 'redirects the request',
    apply: ({ location }, { request }) =>
      new Response(null, { status: 302, headers: { Location: location ?? request.url, 'Cache-Control': 'no-store' } }),
  },
  'stale-jwks': {
    about: 'sends the JWK Set of the time when the fault was set',
    apply: async ({ jwks }, _, normalResponse) =>
      withBody(await normalResponse(), JSON.stringify(jwks ?? { keys: [] })),
  },
  'empty-jwks': {
    about: 'sends a JWK Set without keys',
    apply: async (_, __, normalResponse) => withBody(await normalResponse(), '{"keys":[]}'),
  },
  'wrong-issuer': {
    about: 'sends another issuer in the metadata',
    apply: async ({ issuer }, { urls }, normalResponse) => {
      const normal = await normalResponse()
      const metadata = JSON.parse((await normal.text()) || '{}')
      return withBody(normal, JSON.stringify({ ...metadata, issuer: issuer ?? otherIssuer(urls.issuer) }))
    },
  },
}

/** Answers a request with a fault. */
export const applyFault = (
  fault: ActiveFault,
  call: Call,
  normalResponse: NormalResponse,
): Response | Promise<Response> => {
  call.draft.fault = fault.kind
  return faultKinds[fault.kind].apply(fault, call, normalResponse)
}

/** Milliseconds. */
const maxPause = 10 * 60_000

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(ms, maxPause))
    // A stalled request must not keep the process running.
    timer.unref?.()
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** The response with another body, without the ETag of the original one. */
const withBody = (normal: Response, body: string, fields: Readonly<Record<string, string>> = {}): Response => {
  const headers = new Headers(normal.headers)
  for (const name of ['ETag', 'Content-Length']) headers.delete(name)
  headers.set('Cache-Control', 'no-store')
  for (const [name, value] of Object.entries(fields)) headers.set(name, value)
  return new Response(body, { status: normal.status === 304 ? 200 : normal.status, headers })
}

const truncated = async (normal: Response, bytes: number | undefined): Promise<Response> => {
  const body = new Uint8Array(await normal.arrayBuffer())
  const kept = body.slice(0, bytes ?? Math.floor(body.length / 2))
  const headers = new Headers(normal.headers)
  headers.set('Content-Length', String(body.length))
  let sent = false
  const stream = new ReadableStream({
    async pull(controller) {
      if (!sent) controller.enqueue(kept)
      else {
        // Listeners that read ahead must have sent the header section before the stream fails.
        await new Promise((resolve) => setTimeout(resolve, 5))
        controller.error(new Error('truncated on purpose'))
      }
      sent = true
    },
  })
  return markTruncated(kept, new Response(stream, { status: normal.status, headers }))
}

const hugeBody = (bytes: number, ms: number, signal: AbortSignal): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const chunk = new Uint8Array(64 * 1024).fill(0x20)
  let left = bytes
  return new ReadableStream({
    async pull(controller) {
      if (ms > 0) await pause(ms, signal)
      if (left <= 0) return controller.close()
      controller.enqueue(chunk.subarray(0, Math.min(left, chunk.length)))
      left -= chunk.length
    },
  })
}

const otherIssuer = (issuer: string): string => {
  const url = new URL(issuer)
  return issuer.replace(url.hostname, `${url.hostname}.invalid`)
}
