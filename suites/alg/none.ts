import { asvs, defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Vectors } from '../../harness/model/expectation.ts'
import { cvesOf } from '../flaws.ts'

/** As JSON text, because two of them are spellings that no serializer writes; undefined leaves alg out. */
const spellings: Readonly<Record<string, string | undefined>> = {
  none: '"none"',
  None: '"None"',
  NONE: '"NONE"',
  nOnE: '"nOnE"',
  noNe: '"noNe"',
  'none and a space': '"none "',
  'a space and none': '" none"',
  'none and NUL': '"none\\u0000"',
  'none with an escape': '"n\\u006fne"',
  'none with a Cyrillic o': '"n\u043ene"',
  'an empty name': '""',
  'no alg': undefined,
}

const signatures = {
  'no signature': 'empty',
  'the original signature': 'original',
  'a random signature': 'random',
} as const

/** Header parameters that are left out. */
const others: Readonly<Record<string, readonly string[]>> = { '': [], ', no kid': ['kid'] }

const unsigned = (
  algText: string | undefined,
  without: readonly string[],
  signature: (typeof signatures)[keyof typeof signatures],
): Attempt => {
  const withoutHeader = algText === undefined ? ['alg', ...without] : without
  return {
    forge: {
      ...(algText !== undefined && { algText }),
      ...(withoutHeader.length > 0 && { withoutHeader }),
      signature,
    },
  }
}

const vectors: Vectors = Object.fromEntries(
  Object.entries(spellings).flatMap(([spelling, alg]) =>
    Object.entries(signatures).flatMap(([signed, signature]) =>
      Object.entries(others).map(([suffix, without]) => [
        `${spelling}, ${signed}${suffix}`,
        unsigned(alg, without, signature),
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
    needs: ['jwt'],
    fix: 'Compare alg, exactly as it stands, with a list of the algorithms that you accept; do not look for none.',
    knownIncidents: `Libraries that accepted none as a valid algorithm, or blocked one spelling of it (${cvesOf('alg-none')}).`,
    vectors,
    expect: [rejected()],
  }),
]
