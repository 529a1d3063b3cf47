/**
 * The signature of JWS, r and s side by side (RFC 7518 §3.4), from the DER that OpenSSL makes: a SEQUENCE of two
 * INTEGERs (RFC 3279 §2.2.3). Asking node for this form takes longer than signing.
 *
 * @param size bytes of each of the two numbers
 */
export const joseSignature = (der: Uint8Array, size: number): Buffer => {
  const signature = Buffer.alloc(2 * size)
  // The length of what is inside takes a second byte from 128 on (X.690 §8.1.3.5).
  let at = der[1] === 0x81 ? 3 : 2
  for (const end of [size, 2 * size]) {
    const length = der[at + 1] ?? 0
    const number = der.subarray(at + 2, at + 2 + length)
    at += 2 + length
    // A zero in front keeps a number positive; zeros that it does not need are left out.
    const digits = number.length > size ? number.subarray(1) : number
    signature.set(digits, end - digits.length)
  }
  return signature
}
