import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { hmacToken } from '../../harness/forge/hmac.ts'
import { keyForms } from '../../harness/forge/key-forms.ts'
import { partsOf } from '../../harness/forge/parts.ts'
import { namedKeys } from '../../harness/forge/published-keys.ts'
import { headerOf } from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

/** The likeliest forms, tried with the longer hashes too. */
const likeliest = ['PEM', 'PEM without the last newline', 'DER', 'JWK as published']

export const confusionChecks: readonly Check[] = [
  defineCheck({
    id: 'alg/hmac-public-key-confusion',
    title: 'does not use a public key as an HMAC secret',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '2.1'), rfc(8725, '3.1'), asvs('9.1.2')],
    needs: ['issuer'],
    fix: 'Allow asymmetric algorithms only, and give the verifier key objects that know their type instead of text.',
    knownIncidents:
      'The oldest JWT attack, and still found: CVE-2015-9235, CVE-2016-10555, CVE-2016-5431, CVE-2017-11424, CVE-2022-29217, CVE-2023-48223, CVE-2024-33663, CVE-2024-37568, CVE-2024-54150, CVE-2026-22817, CVE-2026-34950, CVE-2026-48526.',
    vectors: async ({ mint, jwks }) => {
      const token = await mint()
      const { typ } = headerOf(token)
      const { payload } = partsOf(token)
      const vectors = namedKeys(jwks).flatMap(([keyName, key]) =>
        Object.entries(keyForms(key, jwks)).flatMap(([form, secret]): readonly [string, Attempt][] => {
          const header = { typ, kid: key.kid }
          const name = `${form} of ${keyName}`
          const longer = likeliest.includes(form) ? (['HS384', 'HS512'] as const) : []
          return [
            [`HS256, ${name}`, { token: hmacToken('HS256', secret, payload, header) }],
            [`HS256, ${name}, no kid`, { token: hmacToken('HS256', secret, payload, { typ }) }],
            ...longer.map((alg): [string, Attempt] => [
              `${alg}, ${name}`,
              { token: hmacToken(alg, secret, payload, header) },
            ]),
          ]
        }),
      )
      return Object.fromEntries(vectors)
    },
    expect: [rejected()],
  }),
]
