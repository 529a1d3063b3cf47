import type { Measurement, RawSeries } from '../../model/measurement.ts'
import { decideMeasurement } from '../../timing/statistics/decide.ts'
import { leaking } from './measured.ts'

/** Numbers between -1 and 1 that look random, and are the same every time (Park and Miller, minimal standard). */
function* noise(seed: number): Generator<number, never> {
  let state = seed
  while (true) {
    state = (state * 48_271) % 2_147_483_647
    yield (state / 2_147_483_647) * 2 - 1
  }
}

/** Blocks in which the right group takes longer by a shift, in nanoseconds, with noise of some 40 ns. */
export function rawSeries(shift: number, seed = 1): RawSeries {
  const values = noise(seed)
  const next = (spread: number) => values.next().value * spread
  const blocks = Array.from({ length: 400 }, () => [12_000 + next(40), 12_000 + shift + next(40), next(40)] as const)
  return { blocks, looks: [100, 200, 300, 400] }
}

/** A measurement as it is decided from two such series. */
export function decided(shift: number): Measurement {
  const { groups, resolution, requests, pipelined, seconds, histograms } = leaking()
  const raw = [rawSeries(shift, 1), rawSeries(shift, 2)]
  return {
    groups,
    resolution,
    requests,
    pipelined,
    seconds,
    histograms,
    ...decideMeasurement(raw, { resolution }),
    raw,
  }
}
