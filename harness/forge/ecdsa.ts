import type { DegenerateNumber } from '../model/forgery.ts'

/** The field prime, the group order and the bytes of a coordinate of a curve (FIPS 186-5; SEC 2 §2.4 to §2.6). */
export interface Curve {
  readonly p: bigint
  readonly n: bigint
  readonly size: number
}

/** By the algorithm that signs with it (RFC 7518 §3.4). */
export const curves: Readonly<Record<string, Curve>> = {
  ES256: {
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    size: 32,
  },
  ES384: {
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    size: 48,
  },
  ES512: {
    p: 2n ** 521n - 1n,
    n: 0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    size: 66,
  },
}

/** Numbers that no valid signature holds as r or s: 0 and those from n on (FIPS 186-5 §6.4.2), and the likeliest to slip through. */
export const degenerateNumbers = ({ p, n, size }: Curve): Readonly<Record<DegenerateNumber, bigint>> => ({
  0: 0n,
  1: 1n,
  'n-1': n - 1n,
  n,
  'n+1': n + 1n,
  p,
  max: 2n ** BigInt(size * 8) - 1n,
})

const bigEndian = (value: bigint, size: number): Buffer =>
  Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex')

/** The two numbers side by side, as JWS wants them (RFC 7518 §3.4). */
export const rawSignature = (r: bigint, s: bigint, { size }: Curve): Buffer =>
  Buffer.concat([bigEndian(r, size), bigEndian(s, size)])

/** The two numbers as an ASN.1 SEQUENCE of INTEGERs (RFC 3279 §2.2.3), which JWS does not want. */
export function derSignature(r: bigint, s: bigint): Buffer {
  const content = Buffer.concat([derInteger(r), derInteger(s)])
  return Buffer.concat([Buffer.of(0x30), derLength(content.length), content])
}

function derInteger(value: bigint): Buffer {
  const digits = value.toString(16)
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  const positive = (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes
  return Buffer.concat([Buffer.of(0x02), derLength(positive.length), positive])
}

const derLength = (length: number): Buffer => (length < 0x80 ? Buffer.of(length) : Buffer.of(0x81, length))
