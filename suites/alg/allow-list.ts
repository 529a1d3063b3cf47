import { asvs, defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { accepted, notesIfAccepted, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { JwkSet } from '../../harness/model/issuer.ts'
import type { JwtCredential, TargetConfig } from '../../harness/model/target-config.ts'

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

const jwtOf = ({ credential }: TargetConfig): Pick<JwtCredential, 'algorithms' | 'algorithmsAreAllowList'> =>
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
    knownIncidents:
      'Lists without RS256, which every resource server for JWT access tokens must support, and EdDSA against Ed25519 as its name (RFC 9864).',
    vectors: ({ config }) => Object.fromEntries(jwtOf(config).algorithms.map((alg) => [alg, { jwt: { alg } }])),
    expect: [accepted()],
  }),
  defineCheck({
    id: 'alg/not-allowlisted',
    title: 'refuses a trusted key under an algorithm that it does not declare',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(8725, '3.1'), jwtBcp('3.1'), rfc(7515, '5.2'), asvs('9.1.2')],
    needs: ['issuer'],
    fix: 'Name the accepted algorithms when you verify; do not let the key type or the token choose.',
    knownIncidents: 'Verifiers whose default is every algorithm that the type of the key allows.',
    vectors: ({ config, jwks }) => {
      const { algorithms, algorithmsAreAllowList } = jwtOf(config)
      const undeclared = jwks.keys.flatMap(algorithmsOf).filter((alg) => !algorithms.includes(alg))
      return Object.fromEntries(
        undeclared.map((alg) => [
          alg,
          { jwt: { alg }, expect: [algorithmsAreAllowList ? rejected() : notesIfAccepted(`accepts ${alg}`)] },
        ]),
      )
    },
    expect: [rejected()],
  }),
]
