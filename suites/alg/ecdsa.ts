import { defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { type Curve, curves, degenerateNumbers, derSignature, rawSignature } from '../../harness/forge/ecdsa.ts'
import { encode, type Json, join, partsOf } from '../../harness/forge/parts.ts'
import { namedKeys } from '../../harness/forge/published-keys.ts'
import { headerOf } from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Vectors } from '../../harness/model/expectation.ts'

interface Labelled {
  readonly name: string
  readonly curve: Curve
  readonly header: Json
}

function degenerateVectors({ name, curve, header }: Labelled, payload: string): Vectors {
  const numbers = Object.entries(degenerateNumbers(curve))
  const withSignature = (signature: Buffer) => ({
    token: join({ header: encode(header), payload, signature: encode(signature) }),
  })
  const raw = numbers.flatMap(([rName, r]) =>
    numbers.map(([sName, s]) => [`${name}, r=${rName} s=${sName}`, withSignature(rawSignature(r, s, curve))] as const),
  )
  const der = numbers.map(([each, value]) => [`${name}, r=s=${each} in DER`, withSignature(derSignature(value, value))])
  return Object.fromEntries([...raw, ...der])
}

export const ecdsaChecks: readonly Check[] = [
  defineCheck({
    id: 'alg/ecdsa-degenerate-signature',
    title: 'refuses ECDSA signatures of degenerate numbers',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7518, '3.4'), rfc(8725, '3.4')],
    needs: ['issuer'],
    fix: 'Update the cryptographic library: r and s must lie between 1 and the order of the curve minus 1.',
    knownIncidents: 'Java 15 to 18 accepted r = s = 0 under every key (CVE-2022-21449).',
    vectors: async ({ mint, jwks }) => {
      const token = await mint()
      const { typ } = headerOf(token)
      const { payload } = partsOf(token)
      const published = namedKeys(jwks).flatMap(([name, { kid, alg = '' }]): readonly Labelled[] => {
        const curve = curves[alg]
        return curve ? [{ name, curve, header: { alg, typ, kid } }] : []
      })
      const { ES256 } = curves
      const nobodys = ES256 ? [{ name: 'ES256 without a key', curve: ES256, header: { alg: 'ES256', typ } }] : []
      const labelled = published.length > 0 ? published : nobodys
      return Object.assign({}, ...labelled.map((one) => degenerateVectors(one, payload)))
    },
    expect: [rejected()],
  }),
]
