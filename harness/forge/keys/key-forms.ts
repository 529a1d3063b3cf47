import { createPublicKey, type KeyObject } from 'node:crypto'
import type { JwkSet } from '../../model/issuer.ts'
import type { PublishedKey } from './published-keys.ts'

export type KeyForms = Readonly<Record<string, string | Buffer>>

const publicKeys = new WeakMap<PublishedKey, KeyObject>()

/** Read once, because that takes long. */
export function publicKeyOf(jwk: PublishedKey): KeyObject {
  const key = publicKeys.get(jwk) ?? createPublicKey({ key: { ...jwk }, format: 'jwk' })
  publicKeys.set(jwk, key)
  return key
}

/**
 * Every text and every row of bytes in which a server may hold a published key, and so every HMAC secret that an
 * attacker can try: RFC 8725 §2.1. `keys` is the set that it is published in.
 */
export function keyForms(jwk: PublishedKey, keys: JwkSet): KeyForms {
  const key = publicKeyOf(jwk)
  const der = key.export({ type: 'spki', format: 'der' })
  return {
    ...pemForms(key.export({ type: 'spki', format: 'pem' }).toString()),
    ...(jwk.kty === 'RSA' && pkcs1Forms(key)),
    DER: der,
    'base64 of the DER': der.toString('base64'),
    'JWK as published': JSON.stringify(jwk),
    'JWK with its required members': JSON.stringify(requiredMembers(jwk)),
    'JWK with indentation': JSON.stringify(jwk, undefined, 2),
    'JWK Set': JSON.stringify(keys),
    ...numberForms(jwk),
    'OpenSSH line': openSshLine(jwk),
  }
}

const pemForms = (pem: string): KeyForms => ({
  PEM: pem,
  'PEM without the last newline': pem.trimEnd(),
  'PEM with CRLF': pem.replaceAll('\n', '\r\n'),
  'PEM after a newline': `\n${pem}`,
  'PEM after spaces': `    ${pem}`,
})

function pkcs1Forms(key: KeyObject): KeyForms {
  const pem = key.export({ type: 'pkcs1', format: 'pem' }).toString()
  return {
    'PKCS#1 PEM': pem,
    'PKCS#1 PEM without the last newline': pem.trimEnd(),
    'PKCS#1 DER': key.export({ type: 'pkcs1', format: 'der' }),
  }
}

/** What a thumbprint is made of, in its order (RFC 7638 §3.2). */
const requiredMembers = ({ kty, crv, e, n, x, y }: PublishedKey) =>
  kty === 'RSA' ? { e, kty, n } : kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x }

const bytesOf = (member = ''): Buffer => Buffer.from(member, 'base64url')

function numberForms({ kty, n, x, y }: PublishedKey): KeyForms {
  if (kty === 'RSA') return { n: n ?? '', 'bytes of n': bytesOf(n) }
  const texts = { x: x ?? '', 'bytes of x': bytesOf(x) }
  return kty === 'EC'
    ? { ...texts, 'EC point': ecPoint(x, y), 'EC point without its first byte': ecPoint(x, y).subarray(1) }
    : texts
}

/** An uncompressed point (SEC 1 §2.3.3). */
const ecPoint = (x: string | undefined, y: string | undefined): Buffer =>
  Buffer.concat([Buffer.of(4), bytesOf(x), bytesOf(y)])

const sshCurves: Readonly<Record<string, string>> = { 'P-256': 'nistp256', 'P-384': 'nistp384', 'P-521': 'nistp521' }

/** As in authorized_keys: RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4. */
function openSshLine({ kty, crv = '', n, e, x, y }: PublishedKey): string {
  const curve = sshCurves[crv] ?? crv
  const [type, ...fields] =
    kty === 'RSA'
      ? (['ssh-rsa', mpint(bytesOf(e)), mpint(bytesOf(n))] as const)
      : kty === 'EC'
        ? ([`ecdsa-sha2-${curve}`, Buffer.from(curve), ecPoint(x, y)] as const)
        : (['ssh-ed25519', bytesOf(x)] as const)
  return `${type} ${Buffer.concat([Buffer.from(type), ...fields].map(sshString)).toString('base64')}`
}

/** A positive number has a clear first bit (RFC 4251 §5). */
const mpint = (bytes: Buffer): Buffer => ((bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes)

function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
