import { createHash } from 'node:crypto'
import { certificateOf } from '../forge/keys/certificate.ts'
import { type UntrustedSigner, untrustedSignerFor } from '../forge/keys/untrusted-signer.ts'
import { claimsOf, headerOf } from '../forge/tamper.ts'
import type { CheckInput } from '../model/check.ts'

type Valued = Readonly<Record<string, (input: CheckInput) => unknown>>

/** Scheme, host, port with its colon, and the rest of the issuer identifier (RFC 3986 §3). */
const issuerParts = ({ issuer }: CheckInput): readonly (string | undefined)[] =>
  /^(https?):\/\/(\[[^\]]*\]|[^/:?#]+)(:\d+)?(.*)$/s.exec(issuer)?.slice(1) ?? []

/** Undefined for an issuer that is no HTTP URL. */
const issuerPart =
  (index: number, missing?: string) =>
  (input: CheckInput): string | undefined =>
    issuerParts(input)[index] ?? (issuerParts(input).length === 0 ? undefined : missing)

const goodHeader = ({ token }: CheckInput) => headerOf(token)
const goodClaims = ({ token }: CheckInput) => claimsOf(token)

const isHmac = (alg: unknown): boolean => typeof alg === 'string' && /^HS(256|384|512)$/.test(alg)

const families = [
  ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ['ES256', 'ES384', 'ES512'],
  ['EdDSA', 'Ed25519'],
]

const siblingOf = (alg: unknown): string =>
  families.find((family) => family.some((name) => name === alg))?.find((name) => name !== alg) ?? 'RS256'

/** Another published kid, of a key that could have signed with the same algorithm if there is one. */
function anotherKid(input: CheckInput): string {
  const { kid, alg } = goodHeader(input)
  const others = input.jwks.keys.filter((key) => key.kid !== kid)
  return (others.find((key) => key.alg === alg) ?? others[0])?.kid ?? 'another-key'
}

/** The untrusted signer that signs with the algorithm of the good token. */
const signerFor = (input: CheckInput): UntrustedSigner => untrustedSignerFor(goodHeader(input).alg)

const certificateFor = (input: CheckInput): Buffer => certificateOf(signerFor(input))

const thumbprint = (hash: string) => (input: CheckInput) =>
  createHash(hash).update(certificateFor(input)).digest('base64url')

const jwkWithoutKid = (input: CheckInput) => {
  const { kid: _, ...jwk } = signerFor(input).jwk
  return jwk
}

/** What placeholders of tokens and issuers stand for. */
export const tokenValues = {
  'issuer.scheme': issuerPart(0),
  'issuer.otherScheme': (input) => (issuerParts(input)[0] === 'https' ? 'http' : issuerParts(input)[0] && 'https'),
  'issuer.host': issuerPart(1),
  /** With its colon; empty where the issuer names none. */
  'issuer.port': issuerPart(2, ''),
  /** With its colon; undefined where the issuer names a port. */
  'issuer.defaultPort': (input) => {
    const [scheme, , port] = issuerParts(input)
    return scheme === undefined || port !== undefined ? undefined : scheme === 'https' ? ':443' : ':80'
  },
  /** Path and query. */
  'issuer.rest': issuerPart(3, ''),
  /** The issuer with another last segment of its path, as a provider of many tenants would name the next. */
  'issuer.otherTenant': ({ issuer }) => URL.parse('another-tenant', issuer)?.href,
  /** The header of the good token as JSON text. */
  headerText: (input) => JSON.stringify(goodHeader(input)),
  /** The scope of the good token and one more. */
  moreScope: (input) => `${goodClaims(input).scope ?? ''} admin`.trim(),
  /** The audience of the good token and one more. */
  moreAudiences: (input) => [goodClaims(input).aud ?? [], 'https://other.example'].flat(),
  /** A day after the good token expires, in seconds since the epoch; undefined where it never does. */
  dayAfterExpiry: (input) =>
    typeof goodClaims(input).exp === 'number' ? Number(goodClaims(input).exp) + 86_400 : undefined,
  otherTyp: (input) => (goodHeader(input).typ === 'JWT' ? 'at+jwt' : 'JWT'),
  /** Another algorithm of the same family. */
  siblingAlg: (input) => siblingOf(goodHeader(input).alg),
  anotherKid,
  /** The algorithm of a good token that is signed by HMAC (RFC 7518 §3.2); HS256 for any other. */
  hmacAlgorithm: (input) => (isHmac(goodHeader(input).alg) ? goodHeader(input).alg : 'HS256'),
  /** Header parameters that name a public key: none where the good token is signed by HMAC. A list. */
  publicKeyHeader: (input) => (isHmac(goodHeader(input).alg) ? [] : ['kid']),
  /** The kid of the first published key, or that of the good token where the keys are not known; undefined without any. */
  publishedKid: (input) => input.jwks.keys[0]?.kid ?? goodHeader(input).kid,
  /** Keys and a certificate of the untrusted signer. */
  'untrusted.kid': (input) => signerFor(input).jwk.kid,
  'untrusted.jwk': (input) => signerFor(input).jwk,
  'untrusted.jwkWithoutKid': jwkWithoutKid,
  'untrusted.jwkWithPublishedKid': (input) => ({ ...signerFor(input).jwk, kid: goodHeader(input).kid }),
  'untrusted.privateJwkWithPublishedKid': (input) => ({
    ...signerFor(input).privateJwk,
    kid: goodHeader(input).kid,
  }),
  /** Base64 of the DER, as in x5c (RFC 7515 §4.1.6). */
  'untrusted.certificate': (input) => certificateFor(input).toString('base64'),
  'untrusted.x5t': thumbprint('sha1'),
  'untrusted.x5t256': thumbprint('sha256'),
} as const satisfies Valued

/** The value of `header.<name>` or `claims.<name>`: a member of the good token. Undefined for other names. */
export function memberOf(name: string, input: CheckInput): readonly [unknown] | undefined {
  const [, part, member = ''] = /^(header|claims)\.(.+)$/.exec(name) ?? []
  if (part === undefined) return undefined
  return [(part === 'header' ? goodHeader(input) : goodClaims(input))[member]]
}
