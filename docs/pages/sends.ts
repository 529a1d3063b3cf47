import { sampleFor } from '../../harness/cli/explain/sample.ts'
import { channelLine } from '../../harness/core/compose.ts'
import type { CheckInput, VectorCheck } from '../../harness/model/check.ts'
import type { Attempt, Expectation } from '../../harness/model/expectation.ts'
import type { System } from '../../harness/model/system.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { escapeBytes } from '../../harness/wire/escape.ts'

/** Characters of data that are shown; of a vector with more, only the name is. */
const longest = 160

/** The sample tokens that the pages show. */
export const shownTokens = { valid: 'mF_9.B5f-4.1JqM', unknown: 'tK_4.H2s-8.6XbW' } as const

export interface Vector {
  readonly name: string
  readonly sends: string
  /** Texts of expectations of its own. */
  readonly must: readonly string[]
}

/** The vectors of a check under the sample of `explain`, with one fixed unknown token instead of a random one. */
export async function vectorsOf(check: VectorCheck, system?: System): Promise<readonly Vector[]> {
  const sample = await sampleFor(check, { allFeatures: true, ...(system && { system }) })
  const known = sample.config.credential.kind === 'static' ? { ...sample, unknownToken: shownTokens.unknown } : sample
  const vectors = typeof check.vectors === 'function' ? await check.vectors(known) : check.vectors
  return Object.entries(vectors).map(([name, attempt]) => ({
    name,
    sends: sendsOf(attempt, known),
    must: textsOf(attempt.expect ?? []),
  }))
}

/** Where no credential is sent. */
const none = 'no credential'

/** What an attempt sends, as data in one line; empty where that would be a JWT or too long. */
function sendsOf(attempt: Attempt, known: CheckInput): string {
  const parts = [
    ...(attempt.method === undefined ? [] : [attempt.method]),
    ...(attempt.query === undefined ? [] : [`?${attempt.query}`]),
    ...credentialOf(attempt, known),
    ...(attempt.fields ?? []),
  ]
  const text = parts.map((part) => (part === none ? part : oneLine(part))).join(' ⏎ ')
  return text.length > longest || jwt.test(text) ? '' : text
}

const jwt = /eyJ[\w-]*\.|[\w-]{20,}\.[\w-]*\./

const oneLine = (text: string): string =>
  text
    .split('\r\n')
    .map((line) => escapeBytes(line).replaceAll('\n', ''))
    .join('\\x0d\\x0a')

function credentialOf(
  { authorization, token, jwt: recipe, as, forge, fields }: Attempt,
  known: CheckInput,
): readonly string[] {
  if (authorization?.length === 0) return [none]
  if (authorization) return authorization.map((value) => `Authorization: ${value}`)
  if (as !== undefined && as !== 'default') return [channelLine(known.config.channel, tokenOf(as, known.config))]
  if (recipe) return [JSON.stringify(recipe)]
  const { channel, credential } = known.config
  const presented = token ?? (credential.kind === 'static' ? known.token : undefined)
  if (presented === undefined) return forge ? [] : ['the valid JWT']
  // A target that accepts every request is sent no credential but that of the vector.
  if (presented === '' && token === undefined) return fields ? [] : [none]
  return [channelLine(channel, presented)]
}

/** The token of an identity or of an exported one, by the name of its variable; a placeholder stays as it is. */
function tokenOf(as: string, { features }: TargetConfig): string {
  const identity = features.identities?.[as]
  return identity && 'env' in identity ? `‹${identity.env}›` : `‹${as}›`
}

export const textsOf = (expectations: readonly Pick<Expectation, 'text'>[]): readonly string[] =>
  expectations.map(({ text }) => text)
