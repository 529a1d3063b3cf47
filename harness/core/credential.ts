import { randomBytes } from 'node:crypto'
import { credentialKind, parseJwt } from '../forge/jwt-credential.ts'
import { partsOf } from '../forge/parts.ts'
import type { TokenRecipe } from '../model/issuer.ts'
import type { JwtCredential, TargetConfig } from '../model/target-config.ts'
import { jsonObject } from '../wire/json-object.ts'
import type { Secret } from '../wire/masking/mask.ts'

/** The recipe of the configuration's valid token, with the changes of a vector merged in (catalogue of claims: RFC 9068 §2.2). */
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

/** Another character of the same alphabet, by a random number; itself where it is in none. */
function otherCharacter(character: string, random: number): string {
  const alphabet = alphabets.find((letters) => letters.includes(character)) ?? character
  const steps = alphabet.length === 1 ? 0 : 1 + (random % (alphabet.length - 1))
  return alphabet[(alphabet.indexOf(character) + steps) % alphabet.length] ?? character
}

/**
 * An unknown static credential: of the same length, every letter and digit replaced by another one, or those of a part.
 */
export function unknownTokenLike(token: string, from = 0, to = token.length): string {
  const part = [...token.slice(from, to)]
  const random = randomBytes(2 * part.length)
  const replaced = part.map((character, index) => otherCharacter(character, random.readUInt16LE(2 * index)))
  return token.slice(0, from) + replaced.join('') + token.slice(to)
}

/** A token with an invalid signature: header and payload kept, a random signature of the same length. */
export function withRandomSignature(jws: string): string {
  const [header, payload, signature = ''] = jws.split('.')
  const bytes = randomBytes(Buffer.from(signature, 'base64url').length)
  // An RSA signature is a number below the modulus; a clear first bit keeps it there (RFC 8017 §8.2.2).
  bytes[0] = (bytes[0] ?? 0) & 0x7f
  return `${header}.${payload}.${bytes.toString('base64url')}`
}

/** A credential like the valid one that nobody issued: of a JWT all but the signature is kept. */
export const unknownTokenFor = (token: string, config: Pick<TargetConfig, 'credential'>): string =>
  credentialKind(config) === 'jwt' ? withRandomSignature(token) : unknownTokenLike(token)

/** The header of a JWT says nothing about anybody, and forged ones have parts of it: it stays readable. */
export function secretsIn(name: string, value: string): readonly Secret[] {
  if (!parseJwt(value)) return [{ name, value }]
  return [
    { name, value, whole: true },
    { name: `claims of ${name}`, value: partsOf(value).payload },
    { name: `signature of ${name}`, value: partsOf(value).signature },
  ]
}

/** The private exponent, or the like, of a JWK (RFC 7517 §4); any other text as it is. */
const privatePart = (text: string): string => {
  const { d } = text.startsWith('{') ? (jsonObject(text) ?? {}) : {}
  return typeof d === 'string' ? d : text
}

/** All secrets of a run, for the mask. */
export const secretsOf = ({ credential, secrets }: TargetConfig): readonly Secret[] => [
  ...(credential.kind === 'static' ? secretsIn(credential.source, credential.value) : []),
  ...Object.entries(secrets).flatMap(([name, text]) => {
    // Of a private key only its secret part: the others are in many JWK Sets, too.
    const value = privatePart(text)
    // As in Basic, where base64 hides it from the usual forms (RFC 6749 §2.3.1).
    const encoded = new URLSearchParams([['', value]]).toString().slice(1)
    return [...secretsIn(name, value), ...(encoded === value ? [] : [{ name: `form-encoded ${name}`, value: encoded }])]
  }),
]
