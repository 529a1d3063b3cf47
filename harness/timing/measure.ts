import type { Block, Estimate, Histograms, Measured, Measurement } from '../model/measurement.ts'
import { preflight, type Requests } from './sampling/preflight.ts'
import { ShotFailure } from './sampling/sender.ts'
import { type FiredSeries, fireSeries, type SeriesOptions } from './sampling/series.ts'
import { alphas, decideMeasurement, decideSeries, limitAt, looks } from './statistics/decide.ts'
import { histograms } from './statistics/histogram.ts'
import { hodgesLehmann } from './statistics/signed-rank.ts'

/** What is known while it is measured. */
export interface TimingProgress {
  /** Of the budget, from 0 to 1. */
  readonly part: number
  /** Whether this is the series that confirms. */
  readonly confirming: boolean
  /** What the interval is by now, roughly; costs a few milliseconds. */
  interval(): Estimate['interval']
}

export interface MeasureOptions extends Omit<SeriesOptions, 'alpha' | 'onBlock'> {
  readonly origin: URL
  readonly groups: Measurement['groups']
  /** The largest bound that counts as none, in nanoseconds, by what a request usually takes. Default: 50. */
  readonly resolution?: (usual: number) => number
  /** Whether the blocks are kept, so that the verdict can be computed again. */
  readonly keepRaw?: boolean
  readonly onProgress?: (progress: TimingProgress) => void
}

/** What is far below what a network, or a busy machine, adds by itself. */
const usualResolution = () => 50

const medianOf = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0

/**
 * Compares how long a target takes for two groups of requests, both of which it refuses. A difference is measured once
 * more, over another connection and with other requests, before it counts.
 *
 * @param requests makes fresh ones for each series
 * @throws {DOMException} AbortError
 */
export async function measure(
  requests: () => Requests | Promise<Requests>,
  options: MeasureOptions,
): Promise<Measured> {
  const { origin, groups, resolution: resolutionOf = usualResolution, keepRaw = false, onProgress } = options
  const { timeoutMs = 10_000 } = options
  const given = await requests()
  const ready = await preflight(origin, given, timeoutMs)
  if (ready.kind === 'unmeasurable') return ready
  const fire = (those: Requests, alpha: number, confirming: boolean) =>
    fireSeries({ origin, ...ready }, those, {
      ...options,
      alpha,
      onBlock: (blocks, part) => onProgress?.({ part, confirming, interval: () => roughInterval(blocks) }),
    })
  try {
    const first = await fire(given, alphas.first, false)
    const doubtful = decideSeries(first.raw, alphas.first)
    const again = doubtful.differs && !doubtful.control.differs
    const series = again ? [first, await fire(await requests(), alphas.confirmation, true)] : [first]
    const raw = series.map((one) => one.raw)
    const resolution = resolutionOf(medianOf(first.left))
    const sum = (of: (one: FiredSeries) => number) => series.reduce((total, one) => total + of(one), 0)
    return {
      kind: 'measured',
      measurement: {
        groups,
        resolution,
        ...decideMeasurement(raw, { resolution }),
        requests: sum((one) => one.requests),
        pipelined: ready.pipelined,
        seconds: sum((one) => one.seconds),
        histograms: picture(first),
        ...(keepRaw && { raw }),
      },
    }
  } catch (error) {
    if (error instanceof ShotFailure) return { kind: 'unmeasurable', reason: error.message }
    throw error
  }
}

/** Neighbours are merged, so that it takes no time from the measurement. */
function roughInterval(blocks: readonly Block[]): Estimate['interval'] {
  const size = Math.ceil(blocks.length / 100)
  const merged = Array.from({ length: Math.floor(blocks.length / size) }, (_, at) => {
    const some = blocks.slice(at * size, (at + 1) * size)
    return some.reduce((sum, { left, right }) => sum + right - left, 0) / size
  })
  return hodgesLehmann(merged, limitAt(looks, alphas.first)).interval
}

/** The slowest shots, which would leave no room for the others, are counted at the edge. */
function picture({ left, right, raw }: FiredSeries): Histograms {
  const [ofLeft, ofRight] = histograms([left, right], [0, 0.75])
  const [differences] = histograms([raw.blocks.map(([one, other]) => other - one)], [0.02, 0.98])
  const none = { from: 0, width: 1, counts: [] }
  return { left: ofLeft ?? none, right: ofRight ?? none, differences: differences ?? none }
}
