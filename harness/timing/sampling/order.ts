import type { Arm } from './block.ts'

/** Between 0 and 1, without 1. */
export type Random = () => number

/**
 * The arms of so many shots, each arm equally often, in random order. Only what is drawn anew each time keeps a drift of
 * the machine, or what one request leaves behind for the next, from looking like a difference.
 *
 * @throws {RangeError} where `count` is no multiple of 4
 */
export function balancedOrder(count: number, random: Random): readonly Arm[] {
  if (count % 4 !== 0) throw new RangeError(`${count} shots are not four arms of equal size`)
  const arms = Array.from({ length: count }, (_, at) => (at % 4) as Arm)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const [moved = 0, kept = 0] = [arms[other], arms[last]]
    arms[last] = moved
    arms[other] = kept
  }
  return arms
}
