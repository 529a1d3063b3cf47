import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { apparentBits, isMonotone } from './randomness.ts'

const forty = (make: (index: number) => string) => Array.from({ length: 40 }, (_, index) => make(index))

test('random bytes have about as many bits as they have', () => {
  for (const bytes of [16, 24, 32]) {
    for (const encoding of ['hex', 'base64url'] as const) {
      const bits = apparentBits(forty(() => `code_${randomBytes(bytes).toString(encoding)}`))
      expect(bits).toBeGreaterThanOrEqual(bytes * 8 - 2)
      expect(bits).toBeLessThan(bytes * 8 + 16)
    }
  }
  expect(apparentBits(forty(() => randomUUID()))).toBeLessThan(128)
  expect(apparentBits(forty(() => randomUUID()))).toBeGreaterThan(110)
})

test('counters, times and constants have few', () => {
  expect(apparentBits(forty((index) => `17632${1_000_000 + index * 7}-${index}`))).toBeLessThan(20)
  expect(apparentBits(forty(() => 'the same'))).toBe(0)
  expect(apparentBits([])).toBe(0)
})

test('what counts, counts up', () => {
  expect(isMonotone(forty((index) => String(index)))).toBe(true)
  expect(isMonotone(forty(() => randomBytes(16).toString('hex')))).toBe(false)
})
