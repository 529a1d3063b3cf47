import { apiTop10, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { hmacToken } from '../../harness/forge/hmac.ts'
import { encode, partsOf } from '../../harness/forge/parts.ts'
import { headerOf } from '../../harness/forge/tamper.ts'
import type { Check, CheckInput } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { commonSecrets, documentedSecrets } from './common-secrets.ts'

/** The likeliest of all, tried with the longer hashes and under a published kid too. */
const likeliest = ['', '\0', 'secret', 'changeme', 'null', 'undefined']

/** The good claims; for a target without an issuer of ours, claims that any server would find in order. */
async function payloadFor({ config, target, issuer, mint }: CheckInput): Promise<string> {
  if (config.credential.kind === 'jwt') return partsOf(await mint()).payload
  const now = Math.floor(Date.now() / 1000)
  return encode({ iss: issuer, sub: 'admin', aud: target.origin, iat: now - 5, nbf: now - 5, exp: now + 300 })
}

/** The type of the good token; what any JWT may be called for a target without an issuer of ours. */
const typeFor = ({ config, token }: CheckInput): unknown =>
  config.credential.kind === 'jwt' ? headerOf(token).typ : 'JWT'

/** What a target may be called by whoever set it up. */
const namesOf = ({ target, config }: CheckInput): Readonly<Record<string, string>> => ({
  'its host': target.hostname,
  'its origin': target.origin,
  ...(config.credential.kind === 'jwt' &&
    config.credential.audience !== undefined && { 'its audience': config.credential.audience }),
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
    knownIncidents:
      'Servers that verified with an empty secret (CVE-2019-20933, CVE-2020-28637) or with the default of their own manual, such as dev-secret-key.',
    vectors: async (input) => {
      const payload = await payloadFor(input)
      const typ = typeFor(input)
      const secrets = [
        ...[...commonSecrets, ...documentedSecrets].map((secret) => [JSON.stringify(secret), secret] as const),
        ...Object.entries(namesOf(input)),
      ]
      const kid = input.jwks.keys[0]?.kid
      const vectors = secrets.flatMap(([name, secret]): readonly [string, Attempt][] => {
        const likely = likeliest.includes(secret)
        const algorithms = likely ? (['HS256', 'HS384', 'HS512'] as const) : (['HS256'] as const)
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
    expect: [rejected()],
  }),
]
