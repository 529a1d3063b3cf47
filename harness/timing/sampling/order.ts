import type { Subgroup } from './block.ts'

/** Between 0 and 1, without 1. */
export type Random = () => number

/**
 * The subgroups of so many probes, each equally often, in random order. Only an order that is drawn anew each time keeps
 * a drift of the machine, or an effect of one request on the next, from looking like a difference.
 *
 * @throws {RangeError} where `count` is no multiple of 4
 */
export function balancedOrder(count: number, random: Random): readonly Subgroup[] {
  if (count % 4 !== 0) throw new RangeError(`${count} probes cannot be divided into four subgroups of equal size`)
  const order = Array.from({ length: count }, (_, at) => (at % 4) as Subgroup)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const [moved = 0, kept = 0] = [order[other], order[last]]
    order[last] = moved
    order[other] = kept
  }
  return order
}
