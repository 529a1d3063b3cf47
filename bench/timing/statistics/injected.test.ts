import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RawSeries } from '../../../harness/model/measurement.ts'
import { injectShift } from './injected.ts'

/** 60 blocks whose differences are evenly spread between -30 and 30. */
const raw: RawSeries = {
  blocks: Array.from({ length: 60 }, (_, at) => [16_000, 16_000 + ((at * 37) % 61) - 30, ((at * 7) % 11) - 5]),
  looks: [15, 30, 45, 60],
}

describe('an injected shift', () => {
  it('is none where it is 0', () => {
    expect(injectShift(raw, 0, 50)).toEqual({ found: false, none: true, bounded: true, held: true })
  })

  it('is found where it is large, in either direction', () => {
    expect(injectShift(raw, 100, 50)).toMatchObject({ found: true, none: false, held: true })
    expect(injectShift(raw, -100, 50)).toMatchObject({ found: true, none: false, held: true })
  })

  it('does not give the verdict none where the bound is larger than the resolution', () => {
    expect(injectShift(raw, 0, 1)).toMatchObject({ found: false, none: false, bounded: true })
  })

  it('is within the bound where the interval includes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 200 }), (shift) => {
        const { held, bounded } = injectShift(raw, shift, 50)
        if (held) expect(bounded).toBe(true)
      }),
    )
  })
})
