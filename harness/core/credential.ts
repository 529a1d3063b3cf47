import { randomBytes, randomInt } from 'node:crypto'
import type { Attempt } from '../model/expectation.ts'
import type { TokenRecipe } from '../model/issuer.ts'
import type { Channel, JwtCredential, TargetConfig } from '../model/target-config.ts'
import type { Secret } from '../wire/mask.ts'

/** The recipe of the configuration's good token, with the changes of a vector merged in (catalogue of claims: RFC 9068 §2.2). */
export function tokenRecipe(credential: JwtCredential, changes: TokenRecipe = {}): TokenRecipe {
  const { alg = credential.algorithms[0] ?? 'RS256', header, claims, ...rest } = changes
  return {
    ...rest,
    alg,
    header: { typ: credential.tokenProfile === 'rfc9068' ? 'at+jwt' : 'JWT', ...header },
    claims: {
      sub: credential.subject,
      ...(credential.audience !== undefined && { aud: credential.audience }),
      client_id: credential.clientId,
      ...(credential.scope !== undefined && { scope: credential.scope }),
      ...credential.claims,
      ...claims,
    },
  }
}

const alphabets = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'] as const

const otherOfItsKind = (character: string): string => {
  const others = alphabets.find((letters) => letters.includes(character))?.replace(character, '')
  return others?.[randomInt(others.length)] ?? character
}

/** A made-up static credential: same length, every letter and digit replaced by another of its kind, or those of a part. */
export const unknownTokenLike = (token: string, from = 0, to = token.length): string =>
  token.slice(0, from) + [...token.slice(from, to)].map(otherOfItsKind).join('') + token.slice(to)

/** A token as the wrong key would sign it: header and payload kept, a random signature of the same length. */
export function withRandomSignature(jws: string): string {
  const [header, payload, signature = ''] = jws.split('.')
  const bytes = randomBytes(Buffer.from(signature, 'base64url').length)
  // An RSA signature is a number below the modulus; a clear first bit keeps it there (RFC 8017 §8.2.2).
  bytes[0] = (bytes[0] ?? 0) & 0x7f
  return `${header}.${payload}.${bytes.toString('base64url')}`
}

/** All secrets that a run may come to hold, for the mask. */
export const secretsOf = ({ credential, secrets }: TargetConfig): readonly Secret[] => [
  ...(credential.kind === 'static' ? [{ name: credential.source, value: credential.value }] : []),
  ...Object.entries(secrets).flatMap(([name, value]) => {
    // As in Basic, where base64 hides it from the usual forms (RFC 6749 §2.3.1).
    const encoded = new URLSearchParams([['', value]]).toString().slice(1)
    return [{ name, value }, ...(encoded === value ? [] : [{ name: `form-encoded ${name}`, value: encoded }])]
  }),
]

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
