import { isUtf8 } from 'node:buffer'
import type { Exchange } from '../model/exchange.ts'
import type { WireAnswer, WireRequest } from './client.ts'
import { escapeBody, escapeBytes } from './escape.ts'
import type { Mask } from './masking/mask.ts'

/** Characters of a response body that are kept. */
const keptBody = 2048

/** Characters of a request that are kept: more than any usual head, less than requests of excessive length. */
const keptRequest = 131_072

/** The record of an exchange: printable text, in which secrets are masked before anything else is done. */
export function recordExchange(
  request: Pick<WireRequest, 'method' | 'bytes'>,
  answer: WireAnswer,
  mask: Mask,
): Exchange {
  const { response, failure, startedAt, durationMs } = answer
  const { buffer, byteOffset, byteLength } = request.bytes
  const sent = Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
  const kept = (text: string) => escapeBytes(mask(text))
  return {
    request: { method: request.method, text: cut(kept(sent)) },
    ...(response && {
      response: {
        status: response.status,
        reason: kept(response.reason),
        fields: response.fields.map(([name, value]) => [kept(name), kept(value)] as const),
        body: escapeBody(mask(decode(response.body))).slice(0, keptBody),
        bodyBytes: response.body.length,
      },
    }),
    ...(failure && { failure: { kind: failure.kind, detail: mask(failure.detail) } }),
    startedAt,
    durationMs,
  }
}

const cut = (text: string): string =>
  text.length <= keptRequest ? text : `${text.slice(0, keptRequest)}‹cut here, of ${text.length} characters›`

/** UTF-8 where it is valid, else Latin-1. */
const decode = (body: Buffer): string => body.toString(isUtf8(body) ? 'utf8' : 'latin1')
