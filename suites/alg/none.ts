import { asvs, defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Vectors } from '../../harness/model/expectation.ts'
import { cvesOf } from '../flaws.ts'

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

const signatures = {
  'no signature': 'empty',
  'the original signature': 'original',
  'a random signature': 'random',
} as const

const others: Readonly<Record<string, readonly string[]>> = {
  '': ['"typ":{header.typ|json}', '"kid":{header.kid|json}'],
  ', no kid': ['"typ":{header.typ|json}'],
}

const unsigned = (members: readonly string[], signature: (typeof signatures)[keyof typeof signatures]): Attempt => ({
  forge: { rawHeader: `{${members.filter(Boolean).join(',')}}`, signature },
})

const vectors: Vectors = Object.fromEntries(
  Object.entries(spellings).flatMap(([spelling, alg]) =>
    Object.entries(signatures).flatMap(([signed, signature]) =>
      Object.entries(others).map(([suffix, members]) => [
        `${spelling}, ${signed}${suffix}`,
        unsigned([alg, ...members], signature),
      ]),
    ),
  ),
)

export const noneChecks: readonly Check[] = [
  defineCheck({
    id: 'alg/none-rejected',
    title: 'must reject unsigned tokens in every spelling of none',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7518, '3.6'), rfc(9068, '4'), rfc(8725, '3.2'), jwtBcp('2.11'), asvs('9.1.2')],
    needs: ['issuer'],
    fix: 'Compare alg, exactly as it stands, with a list of the algorithms that you accept; do not look for none.',
    knownIncidents: `Libraries that accepted none as a valid algorithm, or blocked one spelling of it (${cvesOf('alg-none')}).`,
    vectors,
    expect: [rejected()],
  }),
]
