import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { hmacToken } from '../../harness/forge/hmac.ts'
import { encode, partsOf } from '../../harness/forge/parts.ts'
import { claimsOf, headerOf } from '../../harness/forge/tamper.ts'
import { type UntrustedSigner, untrustedSignerFor } from '../../harness/forge/untrusted-signer.ts'
import type { Check, CheckInput } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const algorithmsOf = ({ config }: CheckInput): readonly string[] =>
  config.credential.kind === 'jwt' ? config.credential.algorithms : []

/** What a good token is signed with, and the stranger who signs the same way. */
export function strangerLike(token: string): {
  readonly stranger: UntrustedSigner
  readonly kid: string
  readonly typ: unknown
} {
  const { alg, kid, typ } = headerOf(token)
  return { stranger: untrustedSignerFor(String(alg)), kid: String(kid), typ }
}

export const strangerChecks: readonly Check[] = [
  defineCheck({
    id: 'key/unknown-key-rejected',
    title: 'refuses a token that a stranger signed, whatever kid it names',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7515, '5.2'), rfc(9068, '4'), rfc(8725, '3.8'), asvs('9.1.3')],
    needs: ['issuer'],
    fix: 'Verify the signature with the key that the issuer publishes under the kid, and refuse when there is none or it does not fit.',
    knownIncidents: 'Verifiers that only decode the token; fallbacks to "any key" that skip the verification.',
    vectors: async (input) => {
      const vectors = await Promise.all(
        algorithmsOf(input).map(async (alg): Promise<readonly (readonly [string, Attempt])[]> => {
          const token = await input.mint({ alg })
          const { payload } = partsOf(token)
          const { stranger, kid, typ } = strangerLike(token)
          return [
            [`${alg}, a published kid`, { token: stranger.token(payload, { typ, kid }) }],
            [`${alg}, an unknown kid`, { token: stranger.token(payload, { typ, kid: 'a-key-of-nobody' }) }],
            [`${alg}, no kid`, { token: stranger.token(payload, { typ }) }],
          ]
        }),
      )
      return Object.fromEntries(vectors.flat())
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'key/embedded-jwk-ignored',
    title: 'does not verify a token with a key that the token brings along',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '3.10'), rfc(7515, '10.3'), asvs('9.1.3'), oidc('2', 'IDToken')],
    needs: ['issuer'],
    fix: 'Never read the header parameter jwk of an access token: keys come from the issuer, by its JWKS URI.',
    knownIncidents: 'CVE-2018-0114 (node-jose took the key of the header), and tools that try it first on every API.',
    vectors: ({ token }) => {
      const { payload } = partsOf(token)
      const { stranger, kid, typ } = strangerLike(token)
      const { jwk, privateJwk } = stranger
      const { kid: _, ...unnamed } = jwk
      const secret = 'a secret that everybody can read in the token'
      const oct = { kty: 'oct', kid, k: encode(secret) }
      const bound = encode({ ...claimsOf(token), cnf: { jwk } })
      return {
        'a public key': { token: stranger.token(payload, { typ, jwk: unnamed }) },
        'a public key, both with its own kid': { token: stranger.token(payload, { typ, kid: jwk.kid, jwk }) },
        'a public key, beside a published kid': { token: stranger.token(payload, { typ, kid, jwk }) },
        'a public key that bears a published kid': {
          token: stranger.token(payload, { typ, kid, jwk: { ...jwk, kid } }),
        },
        'a private key': { token: stranger.token(payload, { typ, kid, jwk: { ...privateJwk, kid } }) },
        'a symmetric key': { token: hmacToken('HS256', secret, payload, { typ, kid, jwk: oct }) },
        'the confirmation claim': { token: stranger.token(bound, { typ, kid }) },
      }
    },
    expect: [rejected()],
  }),
]
