import { asvs, defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { eitherNoted, refused, served } from '../../harness/expect/index.ts'
import type { Check, JwkSet, JwtCredential, Profile } from '../../harness/model.ts'

/** What a published key can sign with, whatever its `alg` says (RFC 7518 §3.1, RFC 8037 §3.1). */
const algorithmsOf = ({ kty, crv }: JwkSet['keys'][number]): readonly string[] => {
  if (kty === 'RSA') return ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
  const byCurve: Readonly<Record<string, readonly string[]>> = {
    'P-256': ['ES256'],
    'P-384': ['ES384'],
    'P-521': ['ES512'],
    Ed25519: ['EdDSA'],
  }
  return byCurve[crv ?? ''] ?? []
}

const jwtOf = ({ credential }: Profile): Pick<JwtCredential, 'algorithms' | 'algorithmsAreAllowList'> =>
  credential.kind === 'jwt' ? credential : { algorithms: [], algorithmsAreAllowList: false }

export const allowListChecks: readonly Check[] = [
  defineCheck({
    id: 'alg/declared-accepted',
    title: 'serves a token of every algorithm that it declares',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9068, '2.1'), rfc(7515, '5.2'), rfc(7518, '3.1')],
    needs: ['issuer'],
    fix: 'Add the algorithm to the list that the verifier allows, or take it out of what the target declares.',
    seen: 'Lists without RS256, which every resource server for JWT access tokens must support, and EdDSA against Ed25519 as its name (RFC 9864).',
    vectors: ({ profile }) => Object.fromEntries(jwtOf(profile).algorithms.map((alg) => [alg, { jwt: { alg } }])),
    expect: [served()],
  }),
  defineCheck({
    id: 'alg/not-allowlisted',
    title: 'refuses a trusted key under an algorithm that it does not declare',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(8725, '3.1'), jwtBcp('3.1'), rfc(7515, '5.2'), asvs('9.1.2')],
    needs: ['issuer'],
    fix: 'Name the accepted algorithms when you verify; do not let the key type or the token choose.',
    seen: 'Verifiers whose default is every algorithm that the type of the key allows.',
    vectors: ({ profile, jwks }) => {
      const { algorithms, algorithmsAreAllowList } = jwtOf(profile)
      const undeclared = jwks.keys.flatMap(algorithmsOf).filter((alg) => !algorithms.includes(alg))
      return Object.fromEntries(
        undeclared.map((alg) => [
          alg,
          { jwt: { alg }, expect: [algorithmsAreAllowList ? refused() : eitherNoted(`accepts ${alg}`)] },
        ]),
      )
    },
    expect: [refused()],
  }),
]
