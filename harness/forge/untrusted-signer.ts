import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { encode, type Json } from './parts.ts'

/** Somebody with a key of his own, and with everything that he can write with it. */
export interface UntrustedSigner {
  /** As he would publish it. */
  readonly jwk: Json
  readonly privateJwk: Json
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
  /** A token with a good signature of his (RFC 7515 §5.1). `payload` is the part as it is sent. */
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

const strangers = new Map<string, UntrustedSigner>()

/** The stranger who signs with an algorithm of RFC 7518 §3.1 or RFC 8037 §3.1: always the same, because RSA keys take long. */
export function untrustedSignerFor(alg: string): UntrustedSigner {
  const known = strangers.get(alg) ?? newUntrustedSigner(alg)
  strangers.set(alg, known)
  return known
}

/** Another stranger, whom nobody has met. */
export function newUntrustedSigner(alg: string): UntrustedSigner {
  return untrustedSignerWith(alg, pairFor(alg))
}

/** A stranger with a key pair that somebody has made for him. */
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

/** A token that a stranger signed with ES256. */
export const tokenByUntrustedSigner = (payload: string, header: Json = {}): string =>
  untrustedSignerFor('ES256').token(payload, header)
