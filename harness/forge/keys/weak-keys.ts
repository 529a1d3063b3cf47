import { createHash, generateKeyPairSync } from 'node:crypto'
import { type UntrustedSigner, untrustedSignerWith } from './untrusted-signer.ts'

/** A signer with an RSA key of so many bits; RFC 7518 §3.3 requires 2048 or more. */
export const smallRsaSigner = (alg: string, modulusLength: number): UntrustedSigner =>
  untrustedSignerWith(alg, generateKeyPairSync('rsa', { modulusLength }))

/** The DER of a DigestInfo for SHA-256, without the digest (RFC 8017 §9.2). */
const digestInfoOfSha256 = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/**
 * The RS256 signature of a signing input under any key with the exponent 1, for a modulus of so many bytes: the padded
 * hash is its own signature, so that no private key is needed (RFC 8017 §8.2, §9.2).
 */
export function signatureUnderExponentOne(input: string, bytes: number): Buffer {
  const digestInfo = Buffer.concat([digestInfoOfSha256, createHash('sha256').update(input).digest()])
  const filler = Buffer.alloc(bytes - digestInfo.length - 3, 0xff)
  return Buffer.concat([Buffer.of(0, 1), filler, Buffer.of(0), digestInfo])
}
