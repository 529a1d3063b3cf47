import { apiTop10, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { HmacAlgorithm } from '../../harness/model/forgery.ts'
import { cvesOf, flaw } from '../flaws.ts'
import { commonSecrets, documentedSecrets } from './common-secrets.ts'

/** The likeliest of all, tried with the longer hashes and under a published kid too. */
const likeliest = ['', 'secret', 'changeme', 'null', 'undefined']

/** Names of the target that its administrator may have used as the secret. */
const names: Readonly<Record<string, string>> = {
  'its host': '{target.hostname}',
  'its origin': '{target.origin}',
  'its audience': '{audience}',
}

/** The algorithm of a token that is signed by HMAC. */
const own = '{hmacAlgorithm}' as HmacAlgorithm

/** The claims of the valid token in other bytes: where the secret is the right one, the same bytes would be that token. */
const { rewrittenClaims, withoutHeader } = flaw('hmac-empty-secret').forge

const signed = (hmac: HmacAlgorithm, secret: string): Attempt => ({
  forge: { rewrittenClaims, withoutHeader, signature: { hmac, secret } },
})

const underPublishedKid = (secret: string): Attempt => ({
  forge: { rewrittenClaims, header: { kid: '{publishedKid}' }, signature: { hmac: own, secret } },
})

const vectorsOf = (name: string, secret: string): readonly (readonly [string, Attempt])[] => [
  [`${own}, ${name}`, signed(own, secret)],
  ...(likeliest.includes(secret)
    ? ([
        [`HS384, ${name}`, signed('HS384', secret)],
        [`HS512, ${name}`, signed('HS512', secret)],
        [`${own}, ${name}, a published kid`, underPublishedKid(secret)],
      ] as const)
    : []),
]

export const weakSecretChecks: readonly Check[] = [
  defineCheck({
    id: 'alg/hmac-weak-secret',
    title: 'must reject tokens signed with an empty, default or well-known HMAC secret',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7518, '3.2'), rfc(8725, '3.5'), rfc(7515, '10.1'), apiTop10(2)],
    needs: ['jwt'],
    fix: 'Do not start with a secret shorter than the hash (32 bytes for HS256), and disable HMAC where it is not used.',
    knownIncidents: `Servers that verified with an empty secret (${cvesOf('hmac-empty-secret')}) or with the default of their own manual, such as dev-secret-key.`,
    vectors: Object.fromEntries([
      ...[...commonSecrets, ...documentedSecrets].flatMap((secret) => vectorsOf(JSON.stringify(secret), secret)),
      ...Object.entries(names).flatMap(([name, secret]) => vectorsOf(name, secret)),
    ]),
    expect: [rejected()],
  }),
]
