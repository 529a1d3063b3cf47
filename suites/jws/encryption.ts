import { defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { reasonWithoutKeys } from '../../harness/forge/keys/known-keys.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Vectors } from '../../harness/model/expectation.ts'
import type { TokenForm } from '../../harness/model/forgery.ts'
import { cvesOf, flaw } from '../flaws.ts'

type Encrypted = Extract<TokenForm, { readonly encryptedTo: unknown }>

/** To every published key in every way, or only to the first. */
const encrypted = (
  list: 'encryption' | 'firstEncryption',
  content: Encrypted['content'],
  header: Encrypted['header'],
): Attempt => ({
  forEach: list,
  forge: { form: { encryptedTo: `{${list}.key}`, alg: `{${list}.alg}`, content, header } },
})

const labels: Readonly<Record<string, Encrypted['header']>> = {
  'no typ': {},
  'typ JWE': { typ: 'JWE' },
  'typ at+jwt': { typ: 'at+jwt' },
  'cty JWT': { typ: 'JWT', cty: 'JWT' },
  'cty application/json': { typ: 'JWT', cty: 'application/json' },
}

const jwtInside = { typ: 'JWT', cty: 'JWT' }

const labelled: Vectors = Object.fromEntries(
  Object.entries(labels).map(([label, header]) => [
    `{firstEncryption.alg} to {firstEncryption.to}, bare claims, ${label}`,
    encrypted('firstEncryption', 'claims', header),
  ]),
)

export const encryptionChecks: readonly Check[] = [
  defineCheck({
    id: 'jws/jwe-rejected',
    title: 'must reject a token that is encrypted to a published key instead of signed',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '2.3'), rfc(8725, '3.3'), jwtBcp('2.3'), jwtBcp('3.3')],
    needs: ['jwt'],
    skipIf: reasonWithoutKeys,
    fix: 'Reject tokens of five parts, or verify the signature of the token inside with the same rules as any other.',
    knownIncidents: `Libraries that accepted whatever decrypted, or skipped verification of the inner token (${cvesOf('encrypted')}).`,
    vectors: {
      '{encryption.alg} to {encryption.to}, bare claims': flaw('encrypted'),
      '{encryption.alg} to {encryption.to}, an unsigned JWT': encrypted('encryption', 'unsigned JWT', jwtInside),
      '{encryption.alg} to {encryption.to}, a JWT by an untrusted key': encrypted(
        'encryption',
        'JWT by an untrusted key',
        jwtInside,
      ),
      ...labelled,
    },
    expect: [rejected()],
  }),
]
