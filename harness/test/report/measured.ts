import type { Histogram, Measurement, Series } from '../../model/measurement.ts'

/** A bell of blocks about a difference, in nanoseconds, as a histogram over the bins given. */
const bell = (about: number, spread: number, bins: Omit<Histogram, 'counts'> & { count: number }): Histogram => ({
  from: bins.from,
  width: bins.width,
  counts: Array.from({ length: bins.count }, (_, index) => {
    const middle = bins.from + (index + 0.5) * bins.width
    return Math.round(120 * Math.exp(-(((middle - about) / spread) ** 2) / 2))
  }),
})

export const series = (more: Partial<Series> = {}): Series => ({
  difference: 24.4,
  interval: [13, 36],
  differs: true,
  p: 0.0004,
  look: 2,
  blocks: 800,
  control: { difference: 1, interval: [-9, 11], differs: false },
  ...more,
})

const durations = { from: 11_800, width: 25, count: 40 }
const differences = { from: -120, width: 6, count: 48 }

/** A leak of 24 ns that was seen twice. */
export const leaking = (more: Partial<Measurement> = {}): Measurement => ({
  groups: { left: 'wrong first byte', right: 'right up to its last bytes' },
  verdict: 'leak',
  resolution: 50,
  first: series(),
  confirmation: series({ difference: 22 }),
  requests: 412_800,
  pipelined: 8,
  seconds: 31.4,
  histograms: {
    left: bell(12_200, 80, durations),
    right: bell(12_224, 80, durations),
    differences: bell(24, 38, differences),
  },
  ...more,
})

/** No leak that is larger than 12 ns. */
export const withoutLeak = (more: Partial<Measurement> = {}): Measurement => {
  const { confirmation: _, ...measurement } = leaking()
  return {
    ...measurement,
    verdict: 'none',
    bound: 11.3,
    first: series({ difference: 1.2, interval: [-8.9, 11.3], differs: false, p: 0.62, look: 4 }),
    histograms: {
      left: bell(12_200, 80, durations),
      right: bell(12_201, 80, durations),
      differences: bell(1.2, 38, differences),
    },
    ...more,
  }
}

/** Too noisy to say. */
export const unclear = (more: Partial<Measurement> = {}): Measurement =>
  withoutLeak({
    verdict: 'unclear',
    bound: 140.2,
    reason: 'the target answered too unevenly',
    first: series({ difference: 11, interval: [-118.1, 140.2], differs: false, p: 0.41, look: 4 }),
    ...more,
  })
