import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTemplate } from './template.ts'

const requests = fc
  .integer({ min: 1, max: 120 })
  .chain((length) => fc.array(fc.uint8Array({ minLength: length, maxLength: length }), { minLength: 1, maxLength: 6 }))

it('becomes each of the requests, in every copy and in any order', () => {
  fc.assert(
    fc.property(
      requests,
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(5), { maxLength: 20 }),
      (all, copies, order) => {
        const template = createTemplate(all, copies)
        for (const index of order.filter((each) => each < all.length)) {
          template.become(index)
          const wanted = Buffer.concat(Array.from({ length: copies }, () => all[index] ?? new Uint8Array()))
          expect(template.bytes.equals(wanted)).toBe(true)
        }
      },
    ),
  )
})

it('does not write the bytes that all have in common', () => {
  const common = 'x'.repeat(100)
  const [one, other] = [`a${common}b`, `c${common}d`].map((text) => Buffer.from(text))
  if (!one || !other) throw new Error('two requests')
  const template = createTemplate([one, other], 2)
  template.bytes.fill('y', 10, 90)
  template.become(1)
  expect(template.bytes.toString('latin1', 0, 102)).toBe(`c${'x'.repeat(9)}${'y'.repeat(80)}${'x'.repeat(11)}d`)
})

it('rejects requests of different lengths', () => {
  expect(() => createTemplate([], 2)).toThrow(RangeError)
  expect(() => createTemplate([Buffer.from('a'), Buffer.from('ab')], 2)).toThrow(RangeError)
})
