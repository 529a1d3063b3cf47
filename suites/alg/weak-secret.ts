import { apiTop10, defineCheck, rfc } from '../../harness/define.ts'
import { refused } from '../../harness/expect/index.ts'
import type { Attempt, Check, Known } from '../../harness/model.ts'
import { hmacAlgorithms, hmacToken } from '../forge/hmac.ts'
import { encode, partsOf } from '../forge/parts.ts'
import { headerOf } from '../forge/tamper.ts'
import { commonSecrets, documentedSecrets } from './common-secrets.ts'

/** The likeliest of all, tried with the longer hashes and under a published kid too. */
const likeliest = ['', '\0', 'secret', 'changeme', 'null', 'undefined']

/** The good claims; for a target without an issuer of ours, claims that any server would find in order. */
async function payloadFor({ profile, target, issuer, mint }: Known): Promise<string> {
  if (profile.credential.kind === 'jwt') return partsOf(await mint()).payload
  const now = Math.floor(Date.now() / 1000)
  return encode({ iss: issuer, sub: 'admin', aud: target.origin, iat: now - 5, nbf: now - 5, exp: now + 300 })
}

/** The type of the good token; what any JWT may be called for a target without an issuer of ours. */
const typeFor = ({ profile, token }: Known): unknown =>
  profile.credential.kind === 'jwt' ? headerOf(token).typ : 'JWT'

/** What a target may be called by whoever set it up. */
const namesOf = ({ target, profile }: Known): Readonly<Record<string, string>> => ({
  'its host': target.hostname,
  'its origin': target.origin,
  ...(profile.credential.kind === 'jwt' &&
    profile.credential.audience !== undefined && { 'its audience': profile.credential.audience }),
})

export const weakSecretChecks: readonly Check[] = [
  defineCheck({
    id: 'alg/hmac-weak-secret',
    title: 'refuses tokens signed with an empty, default or well-known HMAC secret',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7518, '3.2'), rfc(8725, '3.5'), rfc(7515, '10.1'), apiTop10(2)],
    needs: ['credential', 'bearer'],
    fix: 'Refuse to start with a secret shorter than the hash (32 bytes for HS256), and switch HMAC off where it is not used.',
    seen: 'Servers that verified with an empty secret (CVE-2019-20933, CVE-2020-28637) or with the default of their own manual, such as dev-secret-key.',
    vectors: async (known) => {
      const payload = await payloadFor(known)
      const typ = typeFor(known)
      const secrets = [
        ...[...commonSecrets, ...documentedSecrets].map((secret) => [JSON.stringify(secret), secret] as const),
        ...Object.entries(namesOf(known)),
      ]
      const kid = known.jwks.keys[0]?.kid
      const vectors = secrets.flatMap(([name, secret]): readonly [string, Attempt][] => {
        const likely = likeliest.includes(secret)
        const algorithms = likely ? hmacAlgorithms : (['HS256'] as const)
        return [
          ...algorithms.map((alg): [string, Attempt] => [
            `${alg}, ${name}`,
            { token: hmacToken(alg, secret, payload, { typ }) },
          ]),
          ...(likely && kid !== undefined
            ? [
                [`HS256, ${name}, a published kid`, { token: hmacToken('HS256', secret, payload, { typ, kid }) }] as [
                  string,
                  Attempt,
                ],
              ]
            : []),
        ]
      })
      return Object.fromEntries(vectors)
    },
    expect: [refused()],
  }),
]
