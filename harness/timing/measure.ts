import { alphas, decideMeasurement, decideSeries } from './decide.ts'
import { histograms } from './histogram.ts'
import type { Block, Measurement, Pictured } from './model.ts'
import { type Preflight, preflight, type Requests } from './preflight.ts'
import { type FiredSeries, fireSeries, type SeriesOptions } from './series.ts'
import { ShotFailure } from './shooter.ts'

/** What is known while it is measured. */
export interface TimingProgress {
  /** Of the budget, from 0 to 1. */
  readonly part: number
  /** Whether this is the series that confirms. */
  readonly confirming: boolean
  readonly blocks: readonly Block[]
}

export interface MeasureOptions extends Omit<SeriesOptions, 'alpha' | 'onBlock'> {
  readonly origin: URL
  readonly kinds: Measurement['kinds']
  /** The largest bound that counts as none, in nanoseconds. Default: 50. */
  readonly resolution?: number
  /** Whether the blocks are kept, so that the verdict can be computed again. */
  readonly keepRaw?: boolean
  readonly onProgress?: (progress: TimingProgress) => void
}

/** A measurement, or why there is none. */
export type Measured =
  | { readonly kind: 'measured'; readonly measurement: Measurement }
  | Extract<Preflight, { kind: 'unmeasurable' }>

/** What is far below what a network, or a busy machine, adds by itself. */
const usualResolution = 50

/**
 * Compares how long a target takes for two kinds of requests, both of which it refuses. A difference is measured once
 * more, over another connection and with other requests, before it counts.
 *
 * @param requests makes fresh ones for each series
 * @throws {DOMException} AbortError
 */
export async function measure(
  requests: () => Requests | Promise<Requests>,
  options: MeasureOptions,
): Promise<Measured> {
  const { origin, kinds, resolution = usualResolution, keepRaw = false, timeoutMs = 10_000, onProgress } = options
  const given = await requests()
  const ready = await preflight(origin, given, timeoutMs)
  if (ready.kind === 'unmeasurable') return ready
  const fire = (those: Requests, alpha: number, confirming: boolean) =>
    fireSeries({ origin, ...ready }, those, {
      ...options,
      alpha,
      onBlock: (blocks, part) => onProgress?.({ blocks, part, confirming }),
    })
  try {
    const first = await fire(given, alphas.first, false)
    const doubtful = decideSeries(first.raw, alphas.first)
    const again = doubtful.differs && !doubtful.control.differs
    const series = again ? [first, await fire(await requests(), alphas.confirmation, true)] : [first]
    const raw = series.map((one) => one.raw)
    const sum = (of: (one: FiredSeries) => number) => series.reduce((total, one) => total + of(one), 0)
    return {
      kind: 'measured',
      measurement: {
        kinds,
        resolution,
        ...decideMeasurement(raw, { resolution }),
        requests: sum((one) => one.requests),
        pipelined: ready.pipelined,
        seconds: sum((one) => one.seconds),
        pictured: picture(first),
        ...(keepRaw && { raw }),
      },
    }
  } catch (error) {
    if (error instanceof ShotFailure) return { kind: 'unmeasurable', reason: error.message }
    throw error
  }
}

/** The slowest shots, which would leave no room for the others, are counted at the edge. */
function picture({ left, right, raw }: FiredSeries): Pictured {
  const [ofLeft, ofRight] = histograms([left, right], [0, 0.9])
  const [differences] = histograms([raw.blocks.map(([one, other]) => other - one)], [0.02, 0.98])
  const none = { from: 0, width: 1, counts: [] }
  return { left: ofLeft ?? none, right: ofRight ?? none, differences: differences ?? none }
}
