import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wilson } from './wilson.ts'

describe("Wilson's interval", () => {
  it('is the one of worked examples', () => {
    // R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
    const examples = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const
    for (const [hits, runs, low, high] of examples) {
      const interval = wilson(hits, runs)
      expect(interval[0]).toBeCloseTo(low, 4)
      expect(interval[1]).toBeCloseTo(high, 4)
    }
  })

  it('includes the share, and is mirrored where hits and misses are swapped', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (hits, misses) => {
        fc.pre(hits + misses > 0)
        const [low, high] = wilson(hits, hits + misses)
        const [mirroredLow, mirroredHigh] = wilson(misses, hits + misses)
        const share = hits / (hits + misses)
        expect(low).toBeLessThanOrEqual(share + 1e-12)
        expect(high).toBeGreaterThanOrEqual(share - 1e-12)
        expect(low).toBeCloseTo(1 - mirroredHigh, 10)
        expect(high).toBeCloseTo(1 - mirroredLow, 10)
      }),
    )
  })

  it('rejects zero runs', () => {
    expect(() => wilson(0, 0)).toThrow(RangeError)
  })
})
