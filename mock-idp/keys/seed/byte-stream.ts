import { createHmac } from 'node:crypto'

/** Returns the next bytes of a stream. */
export type ByteStream = (length: number) => Buffer

/** A deterministic stream: a key is extracted from seed and label, and expanded by HMAC over a counter. */
export const byteStream = (seed: string, label: string): ByteStream => {
  const key = createHmac('sha512', label).update(seed, 'utf8').digest()
  let counter = 0
  let left: Buffer = Buffer.alloc(0)
  return (length) => {
    while (left.length < length) {
      const block = createHmac('sha512', key).update(`${counter++}`).digest()
      left = Buffer.concat([left, block])
    }
    const bytes = left.subarray(0, length)
    left = left.subarray(length)
    return bytes
  }
}
