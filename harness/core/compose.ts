import type { CheckInput } from '../model/check.ts'
import type { Attempt } from '../model/expectation.ts'
import type { Channel, TargetConfig } from '../model/target-config.ts'
import type { WireRequest } from '../wire/client.ts'
import { composeRequest } from '../wire/request.ts'

/** The field line that carries a credential, such as `Authorization: Bearer abc`. */
export const channelLine = ({ field, scheme }: Channel, token: string): string =>
  scheme === '' ? `${field}: ${token}` : `${field}: ${scheme} ${token}`

/** A request before it is bytes; strings are Latin-1. */
export interface Message {
  readonly method: string
  readonly target: string
  readonly fields: readonly string[]
  readonly body?: string
  readonly version?: '1.0' | '1.1'
}

/** The request of an attempt: the configuration's valid request, changed as the attempt says. */
export function composeAttempt(attempt: Attempt, config: TargetConfig, target: URL, token: string): Message {
  const own = attempt.fields ?? []
  // A request has one content, so the attempt's type replaces that of the configuration's body.
  const usual = config.fields.filter((line) => !(isContentType(line) && own.some(isContentType)))
  const extra = [...usual, ...own]
  const has = (name: string) => extra.some((line) => line.toLowerCase().startsWith(`${name}:`))
  const credential =
    attempt.authorization?.map((value) => `Authorization: ${value}`) ??
    (token === '' && attempt.token === undefined ? [] : [channelLine(config.channel, token)])
  const body = (attempt.body ?? ((attempt.method ?? config.method) === 'GET' ? '' : config.body)) || undefined
  return {
    method: attempt.method ?? config.method,
    target: attempt.path ?? target.pathname + queryOf(target, attempt.query),
    fields: [
      `Host: ${attempt.host ?? target.host}`,
      ...(has('user-agent') ? [] : ['User-Agent: auth-conformance']),
      ...(has('accept') ? [] : ['Accept: */*']),
      ...credential,
      ...extra,
      ...(body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`]),
    ],
    ...(body !== undefined && { body }),
    ...(attempt.version && { version: attempt.version }),
  }
}

const isContentType = (line: string): boolean => /^content-type:/i.test(line)

function queryOf(target: URL, added: string | undefined): string {
  if (added === undefined) return target.search
  return target.search === '' ? `?${added}` : `${target.search}&${added}`
}

/**
 * The bytes of an attempt to a resource. Over a fresh connection, which is closed after the answer, unless a pool is
 * named.
 */
export async function wireRequestOf(
  attempt: Attempt,
  { config, token: usual, mint }: Pick<CheckInput, 'config' | 'token' | 'mint'>,
  target: URL,
  pool?: string,
): Promise<WireRequest> {
  const token = attempt.token ?? (attempt.jwt ? await mint(attempt.jwt) : usual)
  const message = composeAttempt(attempt, config, target, token)
  // An upgrade has a Connection field of its own.
  const closes = pool === undefined && !message.fields.some((line) => /^connection:/i.test(line))
  const fields = closes ? [...message.fields, 'Connection: close'] : message.fields
  return { method: message.method, bytes: composeRequest({ ...message, fields }), ...(pool !== undefined && { pool }) }
}
