import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { encode, type Json, join, partsOf } from '../../harness/forge/parts.ts'
import {
  claimsOf,
  flipBit,
  headerOf,
  randomLike,
  reversed,
  signatureOf,
  spaced,
  withClaims,
  withHeader,
  withHeaderMembers,
  withPayload,
  withSignature,
  withSignatureText,
} from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Vectors } from '../../harness/model/expectation.ts'
import type { JwkSet } from '../../harness/model/issuer.ts'

const families = [
  ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ['ES256', 'ES384', 'ES512'],
  ['EdDSA', 'Ed25519'],
] as const

const siblingOf = (alg: unknown): string =>
  families.find((family) => family.some((name) => name === alg))?.find((name) => name !== alg) ?? 'RS256'

/** Another published kid, of a key that could have signed with the same algorithm if there is one. */
function otherKid({ keys }: JwkSet, { kid, alg }: Json): string {
  const others = keys.filter((key) => key.kid !== kid)
  return (others.find((key) => key.alg === alg) ?? others[0])?.kid ?? 'another-key'
}

/** Tokens as they stand, each a vector. */
const asVectors = (vectors: Readonly<Record<string, string>>): Vectors =>
  Object.fromEntries(Object.entries(vectors).map(([name, token]) => [name, { token }]))

export const signatureChecks: readonly Check[] = [
  defineCheck({
    id: 'jws/tampered-payload',
    title: 'refuses a token whose payload was changed after signing',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7515, '5.2'), rfc(7519, '7.2'), asvs('9.1.1')],
    needs: ['issuer'],
    fix: 'Verify the signature over the header and payload text exactly as received, before any claim is read.',
    knownIncidents: 'Libraries that decoded tokens and never verified them (CVE-2020-15240, CVE-2021-22573).',
    vectors: async ({ token, mint }) => {
      const { aud, exp, scope = '' } = claimsOf(token)
      const other = partsOf(await mint())
      return asVectors({
        'another subject': withClaims(token, { sub: 'somebody-else' }),
        'more scope': withClaims(token, { scope: `${scope} admin`.trim() }),
        'a later expiry': withClaims(token, { exp: Number(exp) + 86_400 }),
        'one audience more': withClaims(token, { aud: [aud ?? [], 'https://other.example'].flat() }),
        'the same claims with other whitespace': withPayload(token, spaced(claimsOf(token))),
        'the same claims in another order': withPayload(token, reversed(claimsOf(token))),
        'the payload of another good token': join({ ...partsOf(token), payload: other.payload }),
      })
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/tampered-header',
    title: 'refuses a token whose header was changed after signing',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7515, '5.2'), rfc(7515, '5.1')],
    needs: ['issuer'],
    fix: 'Take the signing input from the token as received, never from JSON that was parsed and written again.',
    knownIncidents:
      'Verifiers that rebuild the signing input from parsed JSON, so that many texts share one signature.',
    vectors: ({ token, jwks }) => {
      const header = headerOf(token)
      const { typ: _, ...untyped } = header
      return asVectors({
        'a harmless parameter more': withHeaderMembers(token, { x: 1 }),
        'another typ': withHeaderMembers(token, { typ: header.typ === 'JWT' ? 'at+jwt' : 'JWT' }),
        'no typ': withHeader(token, untyped),
        'the kid of another published key': withHeaderMembers(token, { kid: otherKid(jwks, header) }),
        'a sibling algorithm': withHeaderMembers(token, { alg: siblingOf(header.alg) }),
        'the same header with other whitespace': withHeader(token, spaced(header)),
        'the same header in another order': withHeader(token, reversed(header)),
      })
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/tampered-signature',
    title: 'refuses a token whose signature was changed or cut',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7515, '5.2'), asvs('9.1.1')],
    needs: ['issuer'],
    fix: 'Hand the whole decoded signature to the verification of a maintained library; compare no bytes yourself.',
    knownIncidents: 'MACs compared only as far as the sender had written them.',
    vectors: ({ token }) => {
      const signature = signatureOf(token)
      const text = partsOf(token).signature
      return asVectors({
        'a bit of the first byte': withSignature(token, flipBit(signature, 0)),
        'a bit of the middle byte': withSignature(token, flipBit(signature, signature.length >> 1)),
        'a bit of the last byte': withSignature(token, flipBit(signature, signature.length - 1)),
        'all bytes 0x00': withSignature(
          token,
          signature.map(() => 0x00),
        ),
        'all bytes 0xFF': withSignature(
          token,
          signature.map(() => 0xff),
        ),
        'the first half': withSignature(token, signature.subarray(0, signature.length >> 1)),
        'the last byte missing': withSignature(token, signature.subarray(0, -1)),
        'the last four characters missing': withSignatureText(token, text.slice(0, -4)),
        'one byte more': withSignature(token, Buffer.concat([signature, Buffer.of(0)])),
        'random bytes': withSignature(token, randomLike(signature)),
      })
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/empty-signature',
    title: 'refuses a token without a signature',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7515, '5.2'), rfc(7518, '3.6')],
    needs: ['issuer'],
    fix: 'Require three parts and a signature that verifies; an empty one is as invalid as a wrong one.',
    knownIncidents: 'A service framework that skipped verification when the signature was empty (CVE-2020-28042).',
    vectors: async ({ token, mint, config }) => {
      const { credential } = config
      const declared = credential.kind === 'jwt' ? credential.algorithms : []
      const signed = await Promise.all(declared.map(async (alg) => [alg, await mint({ alg })] as const))
      const { header, payload } = partsOf(token)
      const hs256 = encode({ ...headerOf(token), alg: 'HS256' })
      return asVectors({
        ...Object.fromEntries(signed.map(([alg, good]) => [`nothing, ${alg}`, withSignatureText(good, '')])),
        'nothing, HS256': join({ header: hs256, payload, signature: '' }),
        'nothing, no second dot': `${header}.${payload}`,
        AA: withSignatureText(token, 'AA'),
        e30: withSignatureText(token, 'e30'),
        null: withSignatureText(token, 'null'),
      })
    },
    expect: [rejected()],
  }),
]
