/** Different characters that a random place is expected to show in so many values. */
const expectedDistinct = (alphabet: number, values: number): number => alphabet * (1 - (1 - 1 / alphabet) ** values)

/**
 * An upper bound of the bits that change between values. A place with about as many different characters as chance gives
 * counts for the whole alphabet of all places; any other place for its own characters. A constant place counts nothing.
 */
export function apparentBits(values: readonly string[]): number {
  const [first = ''] = values
  const shortest = values.reduce((least, { length }) => Math.min(least, length), first.length)
  const places = Array.from({ length: shortest }, (_, place) => new Set(values.map((value) => value[place])))
  const alphabet = new Set(places.filter(({ size }) => size > 1).flatMap((place) => [...place])).size
  const chance = expectedDistinct(alphabet, values.length) * 0.6
  return places.reduce(
    (bits, { size }) => bits + Math.log2(size > 1 && size >= chance ? alphabet : Math.max(size, 1)),
    0,
  )
}

/** Whether each value is greater than the one before, as text or by length, as counters and times are. */
export const isMonotone = (values: readonly string[]): boolean =>
  values.length > 2 &&
  values.every((value, index) => {
    const before = values[index - 1]
    if (before === undefined) return true
    return value.length > before.length || (value.length === before.length && value > before)
  })
