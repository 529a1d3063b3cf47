import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { encode, type Json } from '../parts.ts'
import { headerOf } from '../tamper.ts'

/** A key pair that no issuer publishes, and what can be made with it. */
export interface UntrustedSigner {
  /** The public key as it would be published. */
  readonly jwk: Json
  readonly privateJwk: Json
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
  /** A token that this key verifies (RFC 7515 §5.1). `payload` is the part as it is sent. */
  token(payload: string, header?: Json): string
  /** The signature over a signing input (RFC 7515 §5.1). */
  sign(input: string): Buffer
}

const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }

type KeyPair = Pick<UntrustedSigner, 'publicKey' | 'privateKey'>

const pairFor = (alg: string): KeyPair => {
  if (/^[RP]S/.test(alg)) return generateKeyPairSync('rsa', { modulusLength: 2048 })
  const namedCurve = curves[alg]
  return namedCurve === undefined ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve })
}

const signatureOf = (alg: string, key: KeyObject, input: string): Buffer =>
  sign(/\d{3}$/.test(alg) ? `sha${alg.slice(2)}` : null, Buffer.from(input), {
    key,
    dsaEncoding: 'ieee-p1363',
    ...(alg.startsWith('PS') && {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }),
  })

const signers = new Map<string, UntrustedSigner>()

/** An algorithm with a public key of RFC 7518 §3.1 or RFC 8037 §3.1 for a token: its own, or RS256. */
export const signerAlgorithm = (alg: unknown): string =>
  typeof alg === 'string' && /^(?:[REP]S(?:256|384|512)|EdDSA|Ed25519)$/.test(alg) ? alg : 'RS256'

/** The untrusted signer for the algorithm of a token: always the same, because RSA keys take long. */
export function untrustedSignerFor(tokenAlg: unknown): UntrustedSigner {
  const alg = signerAlgorithm(tokenAlg)
  const known = signers.get(alg) ?? newUntrustedSigner(alg)
  signers.set(alg, known)
  return known
}

/** An untrusted signer with a new key. */
export function newUntrustedSigner(alg: string): UntrustedSigner {
  return untrustedSignerWith(alg, pairFor(alg))
}

/** An untrusted signer with this key pair. */
export function untrustedSignerWith(alg: string, { publicKey, privateKey }: KeyPair): UntrustedSigner {
  const named = { kid: 'a-key-of-nobody', use: 'sig', alg }
  return {
    jwk: { ...named, ...publicKey.export({ format: 'jwk' }) },
    privateJwk: { ...named, ...privateKey.export({ format: 'jwk' }) },
    publicKey,
    privateKey,
    sign: (input) => signatureOf(alg, privateKey, input),
    token(payload, header = {}) {
      const input = `${encode({ alg, typ: 'JWT', ...header })}.${payload}`
      return `${input}.${encode(signatureOf(alg, privateKey, input))}`
    },
  }
}

/** A token signed by an untrusted key with ES256. */
export const tokenByUntrustedSigner = (payload: string, header: Json = {}): string =>
  untrustedSignerFor('ES256').token(payload, header)

/** The untrusted signer that signs with the algorithm of a token, and the kid and typ of that token. */
export function untrustedSignerLike(token: string): {
  readonly signer: UntrustedSigner
  readonly kid: unknown
  readonly typ: unknown
} {
  const { alg, kid, typ } = headerOf(token)
  return { signer: untrustedSignerFor(alg), kid, typ }
}
