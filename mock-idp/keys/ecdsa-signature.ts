/**
 * Converts an ECDSA signature from DER, a SEQUENCE of two INTEGERs (RFC 3279 §2.2.3), to the form of JWS, r and s
 * concatenated (RFC 7518 §3.4). `dsaEncoding: 'ieee-p1363'` of Node.js takes longer than signing.
 *
 * @param size the size of r and of s in bytes
 */
export const joseSignature = (der: Uint8Array, size: number): Buffer => {
  const signature = Buffer.alloc(2 * size)
  // From 128 bytes on, the length takes a second byte (X.690 §8.1.3.5).
  let at = der[1] === 0x81 ? 3 : 2
  for (const end of [size, 2 * size]) {
    const length = der[at + 1] ?? 0
    const number = der.subarray(at + 2, at + 2 + length)
    at += 2 + length
    // DER has a leading zero if the first bit is set, and no other leading zeros.
    const digits = number.length > size ? number.subarray(1) : number
    signature.set(digits, end - digits.length)
  }
  return signature
}
