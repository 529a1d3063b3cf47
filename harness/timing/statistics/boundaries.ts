import { normalBelow, normalDensity, normalQuantile } from './normal.ts'

/** Points of the integrals; odd, for Simpson's rule. */
const points = 161

/**
 * The limits of a standardised sum at equally spaced looks, which a sum without drift crosses at any of them with the
 * probability `alpha`. The part of `alpha` spent at each look follows O'Brien and Fleming: little early, most at the end.
 *
 * Source: K. K. G. Lan, D. L. DeMets, Discrete sequential boundaries for clinical trials, Biometrika 70 (1983) 659-663;
 * the recursion: P. Armitage, C. K. McPherson, B. C. Rowe, Repeated significance tests on accumulating data,
 * J. R. Statist. Soc. A 132 (1969) 235-244.
 *
 * @throws {RangeError} where `alpha` is not between 0 and 1
 */
export function boundaries(alpha: number, looks: number): readonly number[] {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must be between 0 and 1, but is ${alpha}`)
  // Each side spends its half by itself.
  const final = -normalQuantile(alpha / 4)
  const spent = (look: number) => (look === 0 ? 0 : 4 * normalBelow(-final / Math.sqrt(look / looks)))
  // The sum after all looks has variance 1, so each stretch between two looks adds a part of it.
  const step = Math.sqrt(1 / looks)
  const found: number[] = []
  let inside: Inside | undefined
  for (let look = 1; look <= looks; look++) {
    const scale = Math.sqrt(look / looks)
    const limit = limitFor(spent(look) - spent(look - 1), inside, step)
    found.push(limit / scale)
    inside = nextInside(inside, limit, step)
  }
  return found
}

/** Density of the sums that have crossed no limit yet, at evenly spaced places. */
interface Inside {
  readonly places: readonly number[]
  /** Density, times the weight of the place in Simpson's rule. */
  readonly masses: readonly number[]
}

/** The limit that a sum crosses with the probability `spend` at the next look. */
function limitFor(spend: number, inside: Inside | undefined, step: number): number {
  const crossing = (limit: number): number =>
    inside
      ? inside.places.reduce(
          (sum, place, at) => sum + 2 * normalBelow((place - limit) / step) * (inside.masses[at] ?? 0),
          0,
        )
      : 2 * normalBelow(-limit / step)
  let [low, high] = [0, 20]
  for (let turn = 0; turn < 60; turn++) {
    const middle = (low + high) / 2
    if (crossing(middle) > spend) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function nextInside(inside: Inside | undefined, limit: number, step: number): Inside {
  const width = (2 * limit) / (points - 1)
  const places = Array.from({ length: points }, (_, at) => at * width - limit)
  const density = (place: number): number =>
    inside
      ? inside.places.reduce(
          (sum, from, at) => sum + (normalDensity((place - from) / step) / step) * (inside.masses[at] ?? 0),
          0,
        )
      : normalDensity(place / step) / step
  const weight = (at: number): number => (at === 0 || at === points - 1 ? 1 : at % 2 === 1 ? 4 : 2)
  return { places, masses: places.map((place, at) => (density(place) * weight(at) * width) / 3) }
}

/** The smallest probability in the tables. */
export const smallestP = 1e-15
const steps = 120

/** Boundaries by `alpha`, from 1 down to the smallest, evenly spaced by its logarithm. */
const tables = new Map<number, readonly (readonly number[])[]>()

const logAlpha = (step: number): number => (Math.log(smallestP) * step) / steps

function tableFor(looks: number): readonly (readonly number[])[] {
  const known = tables.get(looks)
  if (known) return known
  const table = Array.from({ length: steps }, (_, at) => boundaries(Math.exp(logAlpha(at + 1)), looks))
  tables.set(looks, table)
  return table
}

/**
 * The p-value over all looks so far: the smallest `alpha` whose limit the statistic reaches at this look. Between 1 and
 * `smallestP`, or 0 where it is smaller.
 */
export function repeatedP(z: number, look: number, looks: number): number {
  const table = tableFor(looks)
  const limits = table.map((limits) => limits[look - 1] ?? Number.POSITIVE_INFINITY)
  const beyond = limits.findIndex((limit) => limit > Math.abs(z))
  if (beyond === 0) return 1
  if (beyond === -1) return 0
  const [low = 0, high = 0] = [limits[beyond - 1], limits[beyond]]
  const part = high > low ? (Math.abs(z) - low) / (high - low) : 0
  return Math.exp(logAlpha(beyond + part))
}
