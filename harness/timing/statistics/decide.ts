import type { Measurement, RawSeries, Series } from '../../model/measurement.ts'
import { boundaries, repeatedP } from './boundaries.ts'
import { hodgesLehmann, signedRank } from './signed-rank.ts'

/** How often a series is tested, evenly spaced over its budget. */
export const looks = 4
/**
 * How often a series may find a difference that does not exist: the first; the one that confirms it; and between halves of
 * one group, where a false alarm only costs the verdict, and a true one is much clearer.
 */
export const alphas = { first: 0.01, confirmation: 0.05, control: 0.001 } as const

const limits = new Map<number, readonly number[]>()

/** The value that the standardised statistic must reach at a look. */
export function limitAt(look: number, alpha: number): number {
  const known = limits.get(alpha) ?? boundaries(alpha, looks)
  limits.set(alpha, known)
  return known[look - 1] ?? Number.POSITIVE_INFINITY
}

const differencesOf = (raw: RawSeries, count: number): readonly number[] =>
  raw.blocks.slice(0, count).map(([left, right]) => right - left)
const controlsOf = (raw: RawSeries, count: number): readonly number[] =>
  raw.blocks.slice(0, count).map(([, , control]) => control)

/** Whether a series shows a difference at its last look. */
export function differsNow(raw: RawSeries, alpha: number): boolean {
  const look = raw.looks.length
  const count = raw.looks[look - 1] ?? 0
  return look > 0 && Math.abs(signedRank(differencesOf(raw, count))) >= limitAt(look, alpha)
}

/**
 * The result of a series: at the first look at which it differs, otherwise at the last.
 *
 * @throws {RangeError} for a series without looks, or without blocks
 */
export function decideSeries(raw: RawSeries, alpha: number = alphas.first): Series {
  const found = raw.looks.findIndex((_, at) => differsNow({ ...raw, looks: raw.looks.slice(0, at + 1) }, alpha))
  const look = found === -1 ? raw.looks.length : found + 1
  const count = raw.looks[look - 1]
  if (count === undefined) throw new RangeError('the series was not looked at')
  const limit = limitAt(look, alpha)
  const differences = differencesOf(raw, count)
  const controls = controlsOf(raw, count)
  const controlLimit = limitAt(look, alphas.control)
  return {
    ...hodgesLehmann(differences, limit),
    differs: found !== -1,
    p: repeatedP(signedRank(differences), look, looks),
    look,
    blocks: count,
    control: {
      ...hodgesLehmann(controls, controlLimit),
      differs: Math.abs(signedRank(controls)) >= controlLimit,
    },
  }
}

const boundOf = ({ interval }: Series): number | undefined =>
  interval && Math.max(Math.abs(interval[0]), Math.abs(interval[1]))

/** The verdict on a measurement. */
type Decision = Pick<Measurement, 'verdict' | 'reason' | 'bound' | 'first' | 'confirmation'>

interface DecideOptions {
  /** The largest bound that counts as no difference, in nanoseconds. */
  readonly resolution: number
}

/**
 * The verdict from the raw blocks of a first series and, where that differs, of the one that must confirm it.
 *
 * @throws {RangeError} without a series
 */
export function decideMeasurement([one, other]: readonly RawSeries[], options: DecideOptions): Decision {
  if (!one) throw new RangeError('nothing was measured')
  const first = decideSeries(one, alphas.first)
  return conclude(first, first.differs && other ? decideSeries(other, alphas.confirmation) : undefined, options)
}

/** The verdict from series that are decided. */
export function conclude(first: Series, confirmation: Series | undefined, { resolution }: DecideOptions): Decision {
  const bounds = [first, confirmation].flatMap((series) => (series ? [boundOf(series)] : []))
  const bound = bounds.some((each) => each === undefined) ? undefined : Math.max(...bounds.map((each) => each ?? 0))
  const decided = { first, ...(confirmation && { confirmation }), ...(bound !== undefined && { bound }) }
  const unclear = (reason: string): Decision => ({ ...decided, verdict: 'unclear', reason })
  if (first.control.differs || confirmation?.control.differs) {
    return unclear('random halves of one group differed as well')
  }
  if (first.differs) {
    const again = confirmation?.differs && Math.sign(confirmation.difference) === Math.sign(first.difference)
    return again ? { ...decided, verdict: 'leak' } : unclear('a difference showed once, and not again')
  }
  if (bound === undefined) return unclear('too few requests fit into the time')
  return bound <= resolution ? { ...decided, verdict: 'none' } : unclear('the noise is too large')
}
