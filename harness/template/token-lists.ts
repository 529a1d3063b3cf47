import { curves } from '../forge/ecdsa.ts'
import { type JweAlgorithm, jweAlgorithmsFor } from '../forge/jwe.ts'
import { knownAlgorithms } from '../forge/jwt-credential.ts'
import { keyForms } from '../forge/keys/key-forms.ts'
import { oneOfEachKind, type PublishedKey } from '../forge/keys/published-keys.ts'
import { headerOf } from '../forge/tamper.ts'
import type { CheckInput } from '../model/check.ts'
import type { JwkSet } from '../model/issuer.ts'
import type { Values } from './template.ts'

const declaredAlgorithms = ({ config }: CheckInput): readonly string[] => knownAlgorithms(config)

/** What a published key can sign with, whatever its `alg` says (RFC 7518 §3.1, RFC 8037 §3.1). */
function algorithmsOf({ kty, crv }: JwkSet['keys'][number]): readonly string[] {
  if (kty === 'RSA') return ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
  const byCurve: Readonly<Record<string, readonly string[]>> = {
    'P-256': ['ES256'],
    'P-384': ['ES384'],
    'P-521': ['ES512'],
    Ed25519: ['EdDSA'],
  }
  return byCurve[crv ?? ''] ?? []
}

/** The forms in which servers are likeliest to hold a public key. */
const likeliestForms = ['PEM', 'PEM without the last newline', 'DER', 'JWK as published']

const formsOf = (jwks: JwkSet, kid: unknown) =>
  oneOfEachKind(jwks, kid).flatMap(([of, key]) =>
    Object.entries(keyForms(key, jwks)).map(([form, secret]) => ({ of, form, secret, kid: key.kid })),
  )

const knownForms = new WeakMap<JwkSet, ReturnType<typeof formsOf>>()

/** Made once for a set, because exporting a key takes long. */
function secretForms({ jwks, token }: CheckInput) {
  const forms = knownForms.get(jwks) ?? formsOf(jwks, headerOf(token).kid)
  knownForms.set(jwks, forms)
  return forms
}

/** Published ECDSA keys, or that of the good token, with the header of a token by them; without one, a header that names no key. */
function ecdsaKeys({ jwks, token }: CheckInput): readonly Values[] {
  const { alg, kid } = headerOf(token)
  const published = oneOfEachKind(jwks, kid).flatMap(([name, key]) => {
    const named = key.alg ?? algorithmsOf(key)[0]
    return named !== undefined && curves[named] ? [{ name, alg: named, ...namedBy(key.kid) }] : []
  })
  if (published.length > 0) return published
  const own = typeof alg === 'string' && curves[alg] !== undefined
  return own
    ? [{ name: `${alg} key`, alg, ...namedBy(kid) }]
    : [{ name: 'ES256 without a key', alg: 'ES256', ...namedBy(undefined) }]
}

/** The header parameter kid of a key, which need not have one. */
const namedBy = (kid: unknown): Values =>
  kid === undefined ? { kid: '', withoutHeader: ['kid'] } : { kid, withoutHeader: [] }

interface Encryption {
  readonly alg: JweAlgorithm
  readonly to: string
  readonly key: PublishedKey
}

const encryptions = ({ jwks, token }: CheckInput): readonly Encryption[] =>
  oneOfEachKind(jwks, headerOf(token).kid).flatMap(([to, key]) =>
    jweAlgorithmsFor(key).map((alg) => ({ alg, to, key })),
  )

/** Lists of algorithms and keys. */
export const tokenLists = {
  /** An algorithm that the target declares. */
  declaredAlgorithm: (input) => declaredAlgorithms(input).map((name) => ({ name })),
  /** An algorithm that the target does not declare, though a published key could sign with it. */
  undeclaredAlgorithm: (input) =>
    [...new Set(input.jwks.keys.flatMap(algorithmsOf))]
      .filter((name) => !declaredAlgorithms(input).includes(name))
      .map((name) => ({ name })),
  /** A text or bytes in which a server may hold a published key: `form`, `of` the key, `secret`, `kid`. */
  publishedKeyForm: secretForms,
  likelyPublishedKeyForm: (input) => secretForms(input).filter(({ form }) => likeliestForms.includes(form)),
  /** A published key for ECDSA: `name`, `alg`, `kid`, and the header parameters to leave out. */
  ecdsaKey: ecdsaKeys,
  /** A way to encrypt to a published key: `alg`, `to` and `key`. */
  encryption: (input) => encryptions(input).map((each) => ({ ...each })),
  firstEncryption: (input) =>
    encryptions(input)
      .slice(0, 1)
      .map((each) => ({ ...each })),
} as const satisfies Readonly<Record<string, (input: CheckInput) => readonly Values[]>>
