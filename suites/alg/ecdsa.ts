import { defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Vectors } from '../../harness/model/expectation.ts'
import type { DegenerateNumber, Forgery } from '../../harness/model/forgery.ts'
import { cvesOf, flaw } from '../flaws.ts'

const numbers: readonly DegenerateNumber[] = ['0', '1', 'n-1', 'n', 'n+1', 'p', 'max']

const zeros = flaw('ecdsa-zero-signature')

const signedWith = (signature: NonNullable<Forgery['signature']>): Attempt => ({
  forEach: zeros.forEach,
  forge: { ...zeros.forge, signature },
})

/** Every pair of numbers side by side, as JWS requires them (RFC 7518 §3.4). */
const raw: Vectors = Object.fromEntries(
  numbers.flatMap((r) => numbers.map((s) => [`{ecdsaKey.name}, r=${r} s=${s}`, signedWith({ r, s })])),
)

const inDer: Vectors = Object.fromEntries(
  numbers.map((each) => [`{ecdsaKey.name}, r=s=${each} in DER`, signedWith({ r: each, s: each, encoding: 'DER' })]),
)

export const ecdsaChecks: readonly Check[] = [
  defineCheck({
    id: 'alg/ecdsa-degenerate-signature',
    title: 'must reject ECDSA signatures of degenerate numbers',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7518, '3.4'), rfc(8725, '3.4')],
    needs: ['jwt'],
    fix: 'Update the cryptographic library: r and s must lie between 1 and the order of the curve minus 1.',
    knownIncidents: `Java 15 to 18 accepted r = s = 0 under every key (${cvesOf('ecdsa-zero-signature')}).`,
    vectors: { ...raw, ...inDer },
    expect: [rejected()],
  }),
]
