import { sampleFor } from '../../harness/cli/explain/sample.ts'
import { channelLine } from '../../harness/core/compose.ts'
import type { CheckInput, VectorCheck } from '../../harness/model/check.ts'
import type { Attempt, Expectation } from '../../harness/model/expectation.ts'
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
export async function vectorsOf(check: VectorCheck): Promise<readonly Vector[]> {
  const sample = await sampleFor(check, { allFeatures: true })
  const known = sample.config.credential.kind === 'static' ? { ...sample, unknownToken: shownTokens.unknown } : sample
  const vectors = typeof check.vectors === 'function' ? await check.vectors(known) : check.vectors
  return Object.entries(vectors).map(([name, attempt]) => ({
    name,
    sends: sendsOf(attempt, known),
    must: textsOf(attempt.expect ?? []),
  }))
}

/** What an attempt sends, as data in one line; empty where that would be a JWT or too long. */
function sendsOf(attempt: Attempt, known: CheckInput): string {
  const parts = [
    ...(attempt.method === undefined ? [] : [attempt.method]),
    ...(attempt.query === undefined ? [] : [`?${attempt.query}`]),
    ...credentialOf(attempt, known),
    ...(attempt.fields ?? []),
  ]
  const text = parts.map(oneLine).join(' ⏎ ')
  return text.length > longest || jwt.test(text) ? '' : text
}

const jwt = /eyJ[\w-]*\.|[\w-]{20,}\.[\w-]*\./

const oneLine = (text: string): string =>
  text
    .split('\r\n')
    .map((line) => escapeBytes(line).replaceAll('\n', ''))
    .join('\\x0d\\x0a')

function credentialOf({ authorization, token, jwt: recipe }: Attempt, known: CheckInput): readonly string[] {
  if (authorization) return authorization.map((value) => `Authorization: ${value}`)
  if (recipe) return [JSON.stringify(recipe)]
  const { channel, credential } = known.config
  const presented = token ?? (credential.kind === 'static' ? known.token : undefined)
  return presented === undefined ? [] : [channelLine(channel, presented)]
}

export const textsOf = (expectations: readonly Pick<Expectation, 'text'>[]): readonly string[] =>
  expectations.map(({ text }) => text)
