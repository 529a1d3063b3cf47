import { type KeyObject, sign } from 'node:crypto'
import type { UntrustedSigner } from './untrusted-signer.ts'

/** A value in DER: its tag, its length, its content (X.690 §8.1). */
const der = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(content)
  const { length } = body
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), body])
}

const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content)
const utcTime = (time: string): Buffer => der(0x17, Buffer.from(time))

/** Object identifiers with their bytes: common name, sha256WithRSAEncryption, ecdsa-with-SHA256, Ed25519. */
const identifiers = {
  commonName: '550403',
  rsa: '2a864886f70d01010b',
  ec: '2a8648ce3d040302',
  ed25519: '2b6570',
} as const

const identifier = (name: keyof typeof identifiers): Buffer => der(0x06, Buffer.from(identifiers[name], 'hex'))

const nobody = sequence(der(0x31, sequence(identifier('commonName'), der(0x0c, Buffer.from('nobody')))))

const certificates = new WeakMap<KeyObject, Buffer>()

/** The self-signed certificate of an untrusted signer (RFC 5280 §4.1), in DER; made once. */
export function certificateOf(signer: Pick<UntrustedSigner, 'publicKey' | 'privateKey'>): Buffer {
  const certificate = certificates.get(signer.privateKey) ?? selfSigned(signer)
  certificates.set(signer.privateKey, certificate)
  return certificate
}

function selfSigned({ publicKey, privateKey }: Pick<UntrustedSigner, 'publicKey' | 'privateKey'>): Buffer {
  const kind = publicKey.asymmetricKeyType === 'ec' ? 'ec' : publicKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ed25519'
  const algorithm = sequence(identifier(kind), ...(kind === 'rsa' ? [der(0x05)] : []))
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    algorithm,
    nobody,
    sequence(utcTime('200101000000Z'), utcTime('491231235959Z')),
    nobody,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign(kind === 'ed25519' ? null : 'sha256', tbs, privateKey)
  return sequence(tbs, algorithm, der(0x03, Buffer.of(0), signature))
}

/** The same in PEM (RFC 7468 §5). */
export function certificatePem(signer: Pick<UntrustedSigner, 'publicKey' | 'privateKey'>): string {
  const lines =
    certificateOf(signer)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
