import { randomUUID } from 'node:crypto'
import { audienceOf, mintedJwt, subjectOf } from '../forge/jwt-credential.ts'
import type { CheckInput } from '../model/check.ts'
import type { TargetConfig } from '../model/target-config.ts'
import { namesIn, type Values } from './template.ts'
import { memberOf, tokenValues } from './token-values.ts'

type Valued = Readonly<Record<string, (input: CheckInput) => unknown>>

/** An origin that is allowed, even where the configuration allows all. */
const allowedOrigin = ({ features }: TargetConfig): string =>
  features.cors?.origins.find((origin) => origin !== '*') ?? 'https://app.example'

const allowedUrl = (config: TargetConfig): URL => new URL(allowedOrigin(config))

/** RFC 6455 §4.1; the key is any 16 bytes in base64. */
const upgrade = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: Y29uZm9ybWFuY2UtMDAxMQ==',
]

const streamFields = ({ features }: TargetConfig): readonly string[] =>
  features.stream?.protocol === 'websocket' ? upgrade : ['Accept: text/event-stream']

const wellKnownMetadata = '/.well-known/oauth-protected-resource'

const pathOf = ({ pathname }: URL): string => (pathname === '/' ? '' : pathname)

const scopesOf = ({ features }: TargetConfig): readonly string[] => [
  ...new Set((features.scopes ?? []).map(({ scope }) => scope)),
]

/** What placeholders stand for. A feature that is not declared has its usual value, or none. */
const values = {
  /** A valid credential. */
  token: ({ token }) => token,
  /** As long as the valid one and of the same structure, but unknown to the target. */
  unknownToken: ({ unknownToken }) => unknownToken,
  /** Another valid token; only with our issuer. */
  anotherToken: ({ config, mint }) => (mintedJwt(config) ? mint() : undefined),
  /** The valid credential as its field carries it, such as `Bearer abc`. */
  credential: ({ token, config: { channel } }) => (channel.scheme === '' ? token : `${channel.scheme} ${token}`),
  issuer: ({ issuer }) => issuer,
  audience: ({ config }) => audienceOf(config),
  clientId: ({ config }) => mintedJwt(config)?.clientId,
  /** In UTF-8, one character a byte; `admin` where the credential has no subject, or none that a field can hold. */
  subject: ({ config }) => {
    const subject = Buffer.from(subjectOf(config) ?? 'admin').toString('latin1')
    return /[\0\r\n]/.test(subject) ? 'admin' : subject
  },
  scope: ({ config }) => mintedJwt(config)?.scope,
  method: ({ config }) => config.method,
  'channel.field': ({ config }) => config.channel.field,
  'target.origin': ({ target }) => target.origin,
  'target.host': ({ target }) => target.host,
  'target.hostname': ({ target }) => target.hostname,
  'target.path': ({ target }) => target.pathname,
  'health.path': ({ config }) => config.features.health?.path ?? '/health',
  'stream.path': ({ config }) => config.features.stream?.path ?? '/',
  /** The fields that ask for the stream: a list. */
  'stream.fields': ({ config }) => streamFields(config),
  /** Where something is written, or the protected resource. */
  'write.path': ({ config, target }) => config.features.write?.path ?? target.pathname + target.search,
  /** An origin that is allowed. */
  'cors.origin': ({ config }) => allowedOrigin(config),
  'cors.scheme': ({ config }) => allowedUrl(config).protocol.slice(0, -1),
  'cors.otherScheme': ({ config }) => (allowedUrl(config).protocol === 'https:' ? 'http' : 'https'),
  'cors.host': ({ config }) => allowedUrl(config).host,
  'cors.hostname': ({ config }) => allowedUrl(config).hostname,
  'cors.otherPort': ({ config }) => (allowedUrl(config).port === '8443' ? '9443' : '8443'),
  /** The field of the credential, as a page names it in a preflight. */
  'cors.field': ({ config }) => config.channel.field.toLowerCase(),
  /** Where the metadata of the resource is (RFC 9728 §3.1). */
  'prm.path': ({ target }) => wellKnownMetadata + pathOf(target),
  /** The identifier of the resource, as a client has it. */
  'prm.resource': ({ config, target }) => config.features.prm?.resource ?? target.origin + pathOf(target),
  /** All declared scopes, with spaces between. */
  'scopes.all': ({ config }) => scopesOf(config).join(' ') || undefined,
  ...tokenValues,
} as const satisfies Valued

/** A name that a placeholder may have. */
type ValueName = keyof typeof values

const isName = (name: string): name is ValueName => Object.hasOwn(values, name)

/** The value of a name on this target; undefined where it has none. */
const valueNamed = (name: ValueName, input: CheckInput): unknown => values[name](input)

const freshWords = new WeakMap<CheckInput, Map<string, string>>()

/** A random word for `fresh.<name>`: the same one throughout a check, another one in the next. */
function freshWord(name: string, input: CheckInput): string {
  const words = freshWords.get(input) ?? new Map<string, string>()
  freshWords.set(input, words)
  const word = words.get(name) ?? `conformance${randomUUID().replaceAll('-', '')}`
  words.set(name, word)
  return word
}

/** The values of those placeholders that a JSON value has. Tokens are minted only when they are asked for. */
export async function valuesFor(template: unknown, input: CheckInput): Promise<Values> {
  const known = [...namesIn(template)].flatMap((name): [string, unknown][] => {
    if (name.startsWith('fresh.')) return [[name, freshWord(name, input)]]
    const member = memberOf(name, input)
    if (member) return [[name, member[0]]]
    return isName(name) ? [[name, valueNamed(name, input)]] : []
  })
  return Object.fromEntries(await Promise.all(known.map(async ([name, value]) => [name, await value])))
}
