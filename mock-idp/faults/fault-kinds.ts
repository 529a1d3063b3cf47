import type { Call } from '../http/call.ts'
import type { ActiveFault, FaultKindName } from './fault.ts'
import { breaksOffAfter } from './truncated-response.ts'

type Answer = () => Response | Promise<Response>

/** What a fault does to a call: `answer` makes the good answer. */
export interface FaultKind {
  readonly about: string
  apply(fault: ActiveFault, call: Call, answer: Answer): Response | Promise<Response>
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
    about: 'answers late',
    apply: async ({ ms = 1000 }, { request }, answer) => {
      await pause(ms, request.signal)
      return answer()
    },
  },
  stall: {
    about: 'takes the request and never answers',
    apply: async ({ ms }, { request }) => {
      await pause(ms ?? longest, request.signal)
      return Response.error()
    },
  },
  drop: { about: 'drops the connection without an answer', apply: () => Response.error() },
  truncate: {
    about: 'breaks off in the middle of the body',
    apply: async ({ bytes }, _, answer) => truncated(await answer(), bytes),
  },
  'content-type': {
    about: 'claims another media type',
    apply: async ({ contentType = 'text/html', body }, _, answer) => {
      const good = await answer()
      return rewritten(good, body ?? (await good.text()), { 'Content-Type': contentType })
    },
  },
  'bad-json': {
    about: 'sends JSON that cannot be parsed',
    apply: async (_, __, answer) => {
      const good = await answer()
      return rewritten(good, `${(await good.text()).slice(0, -1)},`)
    },
  },
  'huge-body': {
    about: 'sends a body without reasonable size',
    apply: ({ bytes = 16 * 1024 * 1024, ms = 0, gzip }, { request }) => {
      const content = filler(bytes, ms, request.signal)
      return new Response(gzip ? content.pipeThrough(new CompressionStream('gzip')) : content, {
        headers: { 'Content-Type': 'application/json', ...(gzip && { 'Content-Encoding': 'gzip' }) },
      })
    },
  },
  redirect: {
    about: 'redirects instead of answering',
    apply: ({ location }, { request }) =>
      new Response(null, { status: 302, headers: { Location: location ?? request.url, 'Cache-Control': 'no-store' } }),
  },
  'stale-jwks': {
    about: 'serves the JWK Set as it was when the fault was set',
    apply: async ({ jwks }, _, answer) => rewritten(await answer(), JSON.stringify(jwks ?? { keys: [] })),
  },
  'empty-jwks': {
    about: 'serves a JWK Set without keys',
    apply: async (_, __, answer) => rewritten(await answer(), '{"keys":[]}'),
  },
  'wrong-issuer': {
    about: 'names another issuer in the metadata',
    apply: async ({ issuer }, { site }, answer) => {
      const good = await answer()
      const metadata = JSON.parse((await good.text()) || '{}')
      return rewritten(good, JSON.stringify({ ...metadata, issuer: issuer ?? otherIssuer(site.issuer) }))
    },
  },
}

/** Answers a call as the fault says. */
export const applyFault = (fault: ActiveFault, call: Call, answer: Answer): Response | Promise<Response> => {
  call.draft.fault = fault.kind
  return faultKinds[fault.kind].apply(fault, call, answer)
}

/** Milliseconds. */
const longest = 10 * 60_000

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(ms, longest))
    // A stalled request must not keep the process alive.
    timer.unref?.()
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** The answer with another body. Its validator goes, because it was that of the old one. */
const rewritten = (good: Response, body: string, fields: Readonly<Record<string, string>> = {}): Response => {
  const headers = new Headers(good.headers)
  for (const name of ['ETag', 'Content-Length']) headers.delete(name)
  headers.set('Cache-Control', 'no-store')
  for (const [name, value] of Object.entries(fields)) headers.set(name, value)
  return new Response(body, { status: good.status === 304 ? 200 : good.status, headers })
}

const truncated = async (good: Response, bytes: number | undefined): Promise<Response> => {
  const body = new Uint8Array(await good.arrayBuffer())
  const kept = body.slice(0, bytes ?? Math.floor(body.length / 2))
  const headers = new Headers(good.headers)
  headers.set('Content-Length', String(body.length))
  let sent = false
  const stream = new ReadableStream({
    async pull(controller) {
      if (!sent) controller.enqueue(kept)
      else {
        // Listeners that look ahead must have begun to answer.
        await new Promise((resolve) => setTimeout(resolve, 5))
        controller.error(new Error('truncated on purpose'))
      }
      sent = true
    },
  })
  return breaksOffAfter(kept, new Response(stream, { status: good.status, headers }))
}

const filler = (bytes: number, ms: number, signal: AbortSignal): ReadableStream<Uint8Array<ArrayBuffer>> => {
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
