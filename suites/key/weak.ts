import { createHash, generateKeyPairSync } from 'node:crypto'
import { advisory, doesNotCrash, rejected } from '../../harness/expect/index.ts'
import { encode, join, partsOf } from '../../harness/forge/parts.ts'
import { headerOf } from '../../harness/forge/tamper.ts'
import { untrustedSignerFor, untrustedSignerWith } from '../../harness/forge/untrusted-signer.ts'
import type { Attempt, Expectation } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { freshKid, signedBy, usualAlg } from './own-keys.ts'
import type { PublishedKey } from './published.ts'

type Weak = readonly [name: string, PublishedKey]

/** Keys that RFC 7518 forbids to use, of the kind that the target takes. */
export const weakKeys = (context: RunContext): Readonly<Record<string, PublishedKey>> =>
  Object.fromEntries(/^[RP]S/.test(usualAlg(context)) ? weakRsa(context) : invalidPoints(context))

function published(
  name: string,
  jwk: object,
  attempt: (kid: string) => () => Promise<Attempt>,
  expect: Expectation,
): Weak {
  const kid = freshKid('weak')
  return [name, { jwk: { ...jwk, kid }, attempt: attempt(kid), expect: [expect] }]
}

/** RFC 7518 §3.3: a key of 2048 bits or more. */
function weakRsa(context: RunContext): readonly Weak[] {
  const alg = usualAlg(context)
  const good = untrustedSignerFor(alg)
  const small = [1024, ...(alg === 'RS256' ? [512] : [])].map((modulusLength) => {
    const stranger = untrustedSignerWith(alg, generateKeyPairSync('rsa', { modulusLength }))
    const by = (kid: string) => signedBy(context, stranger, { kid })
    return published(`RSA of ${modulusLength} bits`, stranger.jwk, by, rejected())
  })
  const modulus = Buffer.from(String(good.jwk.n), 'base64url')
  const even = Buffer.from(modulus.map((byte, index) => (index === modulus.length - 1 ? byte & 0xfe : byte)))
  const byGood = (kid: string) => signedBy(context, good, { kid })
  return [
    ...small,
    // The issuer would have to publish such a key, and well-known libraries take it.
    published(
      'the exponent 1',
      { ...good.jwk, e: 'AQ' },
      (kid) => signedByNobody(context, modulus.length, kid),
      advisory(rejected()),
    ),
    published('an even modulus', { ...good.jwk, n: even.toString('base64url') }, byGood, rejected()),
    published('an empty modulus', { ...good.jwk, n: '' }, byGood, rejected()),
  ]
}

/** With the exponent 1 the padded hash is its own signature, so anybody can write it (RFC 8017 §9.2). */
const signedByNobody =
  ({ mint }: RunContext, length: number, kid: string) =>
  async (): Promise<Attempt> => {
    const token = await mint()
    const { alg, typ } = headerOf(token)
    const { payload } = partsOf(token)
    const header = encode({ alg, typ, kid })
    const hash = createHash('sha256').update(`${header}.${payload}`).digest()
    const digestInfo = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), hash])
    const filler = Buffer.alloc(length - digestInfo.length - 3, 0xff)
    const padded = Buffer.concat([Buffer.of(0, 1), filler, Buffer.of(0), digestInfo])
    return { token: join({ header, payload, signature: encode(padded) }) }
  }

/** RFC 7518 §6.2.1.2: coordinates of the full size of the curve, on the curve. */
function invalidPoints(context: RunContext): readonly Weak[] {
  const { jwk, ...stranger } = untrustedSignerFor(usualAlg(context))
  const by = (kid: string) => signedBy(context, { jwk, ...stranger }, { kid })
  const x = Buffer.from(String(jwk.x), 'base64url')
  const longer = Buffer.concat([Buffer.of(0), x]).toString('base64url')
  return [
    published('a point off the curve', { ...jwk, x: jwk.y, y: jwk.x }, by, rejected()),
    published('an empty coordinate', { ...jwk, x: '' }, by, rejected()),
    // Whether the same number with a zero before it is taken is a matter of taste.
    published('a coordinate that is too long', { ...jwk, x: longer }, by, doesNotCrash()),
    published('a coordinate that is cut off', { ...jwk, x: x.subarray(0, -1).toString('base64url') }, by, rejected()),
  ]
}
