import type { Block, Estimate, Histograms, Measured, Measurement } from '../model/measurement.ts'
import type { Destination } from '../wire/dial.ts'
import { preflight, type Requests } from './sampling/preflight.ts'
import { ProbeFailure } from './sampling/sender.ts'
import { type SampledSeries, type SeriesOptions, sampleSeries } from './sampling/series.ts'
import { alphas, conclude, decideSeries, limitAt, looks } from './statistics/decide.ts'
import { histograms } from './statistics/histogram.ts'
import { median } from './statistics/quantile.ts'
import { hodgesLehmann } from './statistics/signed-rank.ts'

/** The state of a measurement that is under way. */
export interface TimingProgress {
  /** Of the budget, from 0 to 1. */
  readonly part: number
  /** Whether this is the series that confirms. */
  readonly confirming: boolean
  /** The interval so far, roughly; costs a few milliseconds. */
  interval(): Estimate['interval']
}

export interface MeasureOptions extends Omit<SeriesOptions, 'alpha' | 'onBlock'> {
  readonly server: Destination
  readonly groups: Measurement['groups']
  /** The largest bound that counts as no difference, in nanoseconds, given what a request usually takes. Default: 50. */
  readonly resolution?: (usual: number) => number
  /** Whether the blocks are kept, so that the verdict can be computed again. */
  readonly keepRaw?: boolean
  readonly onProgress?: (progress: TimingProgress) => void
}

/** Far below the noise of a network, or of a busy machine. */
const usualResolution = () => 50

/**
 * Compares how long a target takes for two groups of requests, both of which it rejects. A difference is measured once
 * more, over another connection and with other requests, before it counts.
 *
 * @param requests makes fresh ones for each series
 * @throws {DOMException} AbortError
 */
export async function measure(
  requests: () => Requests | Promise<Requests>,
  options: MeasureOptions,
): Promise<Measured> {
  const { server, groups, resolution: resolutionOf = usualResolution, keepRaw = false, onProgress } = options
  const { timeoutMs = 10_000 } = options
  const given = await requests()
  const ready = await preflight(server, given, timeoutMs)
  if (ready.kind === 'unmeasurable') return ready
  const sample = (those: Requests, alpha: number, confirming: boolean) =>
    sampleSeries({ server, ...ready }, those, {
      ...options,
      alpha,
      onBlock: (blocks, part) => onProgress?.({ part, confirming, interval: () => roughInterval(blocks) }),
    })
  try {
    const sampled = await sample(given, alphas.first, false)
    const first = decideSeries(sampled.raw, alphas.first)
    const again =
      first.differs && !first.control.differs ? await sample(await requests(), alphas.confirmation, true) : undefined
    const confirmation = again && decideSeries(again.raw, alphas.confirmation)
    const resolution = resolutionOf(median(sampled.left))
    const series = again ? [sampled, again] : [sampled]
    const sum = (of: (one: SampledSeries) => number) => series.reduce((total, one) => total + of(one), 0)
    return {
      kind: 'measured',
      measurement: {
        groups,
        resolution,
        ...conclude(first, confirmation, { resolution }),
        requests: sum((one) => one.requests),
        pipelined: ready.pipelined,
        seconds: sum((one) => one.seconds),
        histograms: histogramsOf(sampled),
        ...(keepRaw && { raw: series.map(({ raw }) => raw) }),
      },
    }
  } catch (error) {
    if (error instanceof ProbeFailure) return { kind: 'unmeasurable', reason: error.message }
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

/** The slowest quarter, which would leave no room for the others, is counted in the last bin. */
function histogramsOf({ left, right, raw }: SampledSeries): Histograms {
  const [ofLeft, ofRight] = histograms([left, right], [0, 75])
  const [differences] = histograms([raw.blocks.map(([one, other]) => other - one)], [2, 98])
  const none = { from: 0, width: 1, counts: [] }
  return { left: ofLeft ?? none, right: ofRight ?? none, differences: differences ?? none }
}
