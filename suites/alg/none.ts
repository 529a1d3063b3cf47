import { asvs, defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { encode, join, partsOf } from '../../harness/forge/parts.ts'
import { headerOf, randomLike, signatureOf } from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'

/** The member as JSON text, because two of them are spellings that no serializer writes. */
const spellings: Readonly<Record<string, string>> = {
  none: '"alg":"none"',
  None: '"alg":"None"',
  NONE: '"alg":"NONE"',
  nOnE: '"alg":"nOnE"',
  noNe: '"alg":"noNe"',
  'none and a space': '"alg":"none "',
  'a space and none': '"alg":" none"',
  'none and NUL': '"alg":"none\\u0000"',
  'none with an escape': '"alg":"n\\u006fne"',
  'none with a Cyrillic o': '"alg":"n\u043ene"',
  'an empty name': '"alg":""',
  'no alg': '',
}

export const noneChecks: readonly Check[] = [
  defineCheck({
    id: 'alg/none-rejected',
    title: 'refuses unsigned tokens in every spelling',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7518, '3.6'), rfc(9068, '4'), rfc(8725, '3.2'), jwtBcp('2.11'), asvs('9.1.2')],
    needs: ['issuer'],
    fix: 'Compare alg, exactly as it stands, with a list of the algorithms that you accept; do not look for none.',
    knownIncidents:
      'Libraries that took none for a valid algorithm, or blocked one spelling of it (CVE-2015-2951, CVE-2018-1000531, CVE-2021-44878, CVE-2022-23540).',
    vectors: async ({ mint }) => {
      const token = await mint()
      const { kid, typ } = headerOf(token)
      const { payload, signature } = partsOf(token)
      const signatures = {
        'no signature': '',
        'the original signature': signature,
        'a random signature': encode(randomLike(signatureOf(token))),
      }
      const kids = { '': { typ, kid }, ', no kid': { typ } }
      const vectors = Object.entries(spellings).flatMap(([spelling, member]) =>
        Object.entries(signatures).flatMap(([signed, text]) =>
          Object.entries(kids).map(([suffix, rest]) => {
            const header = `{${[member, JSON.stringify(rest).slice(1, -1)].filter(Boolean).join(',')}}`
            const forged = join({ header: encode(header), payload, signature: text })
            return [`${spelling}, ${signed}${suffix}`, { token: forged }] as const
          }),
        ),
      )
      return Object.fromEntries(vectors)
    },
    expect: [rejected()],
  }),
]
