import { checkPrime, type JsonWebKey } from 'node:crypto'
import { promisify } from 'node:util'
import type { ByteStream } from './byte-stream.ts'

const isPrime: (candidate: bigint, options: { checks: number }) => Promise<boolean> = promisify(checkPrime)

const e = 65537n
const primeBytes = 128

/** A private RSA key of exactly 2048 bits (RFC 8017 §3.2), as a JWK (RFC 7518 §6.3). */
export const rsaFromStream = async (stream: ByteStream): Promise<JsonWebKey> => {
  // Both parts of the stream are read before the first await, so that their order does not depend on the thread pool.
  const starts = [startOf(stream), startOf(stream)] as const
  const [one, other] = await Promise.all(starts.map(primeFrom))
  if (one === undefined || other === undefined || one === other) return rsaFromStream(stream)
  const [p, q] = one > other ? [one, other] : [other, one]
  const d = inverse(e, (p - 1n) * (q - 1n))
  const members = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  return { kty: 'RSA', ...Object.fromEntries(Object.entries(members).map(([name, value]) => [name, base64url(value)])) }
}

/** An odd number with the two highest bits set, so that the product of two such numbers has exactly 2048 bits. */
const startOf = (stream: ByteStream): bigint => {
  const bits = BigInt(primeBytes * 8)
  return BigInt(`0x${stream(primeBytes).toString('hex')}`) | (3n << (bits - 2n)) | 1n
}

const smallPrimes: readonly number[] = (() => {
  const composite = new Uint8Array(8192)
  const primes: number[] = []
  for (let number = 3; number < composite.length; number += 2) {
    if (composite[number]) continue
    primes.push(number)
    for (let multiple = number * number; multiple < composite.length; multiple += number) composite[multiple] = 1
  }
  return primes
})()

// On average, every 710th number of 1024 bits is prime, so a range of this size practically always contains one.
const searchRange = 1 << 16

/** The first prime from the start on for which `e` has an inverse; `undefined` if there is none in the range. */
const primeFrom = async (start: bigint): Promise<bigint | undefined> => {
  for (const offset of candidateOffsets(start)) {
    const candidate = start + BigInt(offset)
    if (candidate >> BigInt(primeBytes * 8) !== 0n) return undefined
    if (candidate % e !== 1n && (await isPrime(candidate, { checks: 20 }))) return candidate
  }
  return undefined
}

/** The even offsets of numbers that have no small prime factor. */
const candidateOffsets = (start: bigint): readonly number[] => {
  const composite = new Uint8Array(searchRange)
  for (const prime of smallPrimes) {
    const rest = Number(start % BigInt(prime))
    for (let offset = (prime - rest) % prime; offset < searchRange; offset += prime) composite[offset] = 1
  }
  return Array.from({ length: searchRange / 2 }, (_, index) => 2 * index).filter((offset) => !composite[offset])
}

/** By the extended Euclidean algorithm. */
const inverse = (number: bigint, modulus: bigint): bigint => {
  let [a, b, x, y] = [number % modulus, modulus, 1n, 0n]
  while (a > 1n) {
    const quotient = a / b
    ;[a, b, x, y] = [b, a % b, y, x - quotient * y]
  }
  return ((x % modulus) + modulus) % modulus
}

const base64url = (value: bigint): string => {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
}
