import { advisory, doesNotCrash, rejected } from '../../harness/expect/index.ts'
import { encode, join, partsOf } from '../../harness/forge/parts.ts'
import { headerOf } from '../../harness/forge/tamper.ts'
import { type UntrustedSigner, untrustedSignerFor } from '../../harness/forge/untrusted-signer.ts'
import { signatureUnderExponentOne, smallRsaSigner } from '../../harness/forge/weak-keys.ts'
import type { Attempt, Expectation } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { freshKid, signedBy, usualAlg } from './own-keys.ts'
import type { PublishedKey } from './published.ts'

type Weak = readonly [name: string, PublishedKey]

/** Keys that RFC 7518 forbids, of the type that the target accepts. */
export const weakKeys = (context: RunContext): Readonly<Record<string, PublishedKey>> =>
  Object.fromEntries(/^[RP]S/.test(usualAlg(context)) ? weakRsaKeys(context) : invalidPoints(context))

function published(
  name: string,
  jwk: object,
  attempt: (kid: string) => () => Promise<Attempt>,
  expect: Expectation,
): Weak {
  const kid = freshKid('weak')
  return [name, { jwk: { ...jwk, kid }, attempt: attempt(kid), expect: [expect] }]
}

/** Makes tokens of a signer, each under the kid of a published key. */
const by = (context: RunContext, signer: UntrustedSigner) => (kid: string) => signedBy(context, signer, { kid })

/** RFC 7518 §3.3: a key of 2048 bits or more. */
function weakRsaKeys(context: RunContext): readonly Weak[] {
  const alg = usualAlg(context)
  const signer = untrustedSignerFor(alg)
  const small = [1024, ...(alg === 'RS256' ? [512] : [])].map((bits) => {
    const weak = smallRsaSigner(alg, bits)
    return published(`RSA of ${bits} bits`, weak.jwk, by(context, weak), rejected())
  })
  const modulus = Buffer.from(String(signer.jwk.n), 'base64url')
  const even = Buffer.from(modulus.map((byte, index) => (index === modulus.length - 1 ? byte & 0xfe : byte)))
  return [
    ...small,
    // The issuer would have to publish such a key, and well-known libraries accept it.
    published(
      'the exponent 1',
      { ...signer.jwk, e: 'AQ' },
      (kid) => signedByNobody(context, modulus.length, kid),
      advisory(rejected()),
    ),
    published('an even modulus', { ...signer.jwk, n: even.toString('base64url') }, by(context, signer), rejected()),
    published('an empty modulus', { ...signer.jwk, n: '' }, by(context, signer), rejected()),
  ]
}

/** A token that verifies with the exponent 1, for which nobody needs a private key. */
const signedByNobody =
  ({ mint }: RunContext, length: number, kid: string) =>
  async (): Promise<Attempt> => {
    const token = await mint()
    const { alg, typ } = headerOf(token)
    const { payload } = partsOf(token)
    const header = encode({ alg, typ, kid })
    const signature = encode(signatureUnderExponentOne(`${header}.${payload}`, length))
    return { token: join({ header, payload, signature }) }
  }

/** RFC 7518 §6.2.1.2: coordinates of the full size of the curve, on the curve. */
function invalidPoints(context: RunContext): readonly Weak[] {
  const signer = untrustedSignerFor(usualAlg(context))
  const { jwk } = signer
  const x = Buffer.from(String(jwk.x), 'base64url')
  const longer = Buffer.concat([Buffer.of(0), x]).toString('base64url')
  const shorter = x.subarray(0, -1).toString('base64url')
  const signed = by(context, signer)
  return [
    published('a point off the curve', { ...jwk, x: jwk.y, y: jwk.x }, signed, rejected()),
    published('an empty coordinate', { ...jwk, x: '' }, signed, rejected()),
    // No RFC says whether the same number with a zero byte before it must be accepted.
    published('a coordinate that is too long', { ...jwk, x: longer }, signed, doesNotCrash()),
    published('a coordinate that is cut off', { ...jwk, x: shorter }, signed, rejected()),
  ]
}
