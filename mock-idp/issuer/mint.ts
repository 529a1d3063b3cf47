import { randomUUID } from 'node:crypto'
import { IdpError } from '../errors.ts'
import type { KeyRing } from '../keys/ring/key-ring.ts'
import { sign } from '../keys/sign.ts'
import { absoluteTimes } from './relative-time.ts'
import type { MintRecipe, RecipeBytes } from './token-recipe.ts'

export interface MintOptions {
  readonly issuer: string
  readonly keys: KeyRing
  /** Seconds since the epoch. */
  now(): number
}

type Members = Readonly<Record<string, unknown>>

/**
 * Mints the valid token, changed where the recipe says so, in JWS compact serialization (RFC 7515 §7.1).
 *
 * The valid token has the header parameters `alg`, `kid` and `typ: JWT`, and the claims `iss`, `jti`, `iat` and `nbf` (5 s
 * ago) and `exp` (in 300 s).
 *
 * @throws {IdpError} `UNKNOWN_ALG`, `UNKNOWN_KEY`, `KEY_MISMATCH`, `UNMINTABLE`
 */
export const mint = async ({ issuer, keys, now: clock }: MintOptions, recipe: MintRecipe): Promise<string> => {
  const now = recipe.now ?? clock()
  const { key, algorithm } = await keys.signer(recipe)

  const validHeader = { alg: algorithm.name, kid: key.kid, typ: 'JWT' }
  const header = recipe.rawHeader ?? json('header', { ...validHeader, ...recipe.header }, recipe.withoutHeader)

  const validClaims = { iss: issuer, iat: now - 5, nbf: now - 5, exp: now + 300, jti: randomUUID() }
  const claims = absoluteTimes({ ...validClaims, ...recipe.claims }, now)
  const payload = recipe.rawPayload ?? json('claims', claims, recipe.withoutClaims)

  const input = `${base64url(header)}.${base64url(payload)}`
  const signature = recipe.signature ?? base64url(await sign(algorithm, key.privateKey, Buffer.from(input, 'ascii')))
  return `${input}.${signature}`
}

const json = (what: string, members: Members, without: readonly string[] = []): string => {
  const kept = without.length === 0 ? members : Object.fromEntries(entriesWithout(members, without))
  try {
    return JSON.stringify(kept)
  } catch (cause) {
    throw new IdpError('UNMINTABLE', `The ${what} of the token cannot be serialized as JSON.`, {
      cause,
    })
  }
}

const entriesWithout = (members: Members, without: readonly string[]) =>
  Object.entries(members).filter(([name]) => !without.includes(name))

const base64url = (bytes: RecipeBytes | Uint8Array): string => {
  if (typeof bytes === 'string') return Buffer.from(bytes, 'utf8').toString('base64url')
  return Buffer.from(bytes instanceof Uint8Array ? bytes : Buffer.from(bytes.base64url, 'base64url')).toString(
    'base64url',
  )
}
