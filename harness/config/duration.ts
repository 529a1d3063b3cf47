const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** Milliseconds of `30s`, `500ms`, `2m` or `1h`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?(ms|s|m|h)$/.exec(text) ?? []
  return amount === undefined ? undefined : Number(amount) * units[unit as keyof typeof units]
}

/** `30 s`, or `0.5 s`. */
export const describeDuration = (ms: number): string => `${ms / 1000} s`

const spans = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** Such as `3 min 20 s`, `2 h` or `5 d`: the two largest units. */
export function describeSpan(ms: number): string {
  const parts: string[] = []
  let rest = Math.max(ms, 1000)
  for (const [unit, size] of spans) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${unit}`)
    else if (parts.length > 0) break
  }
  return parts.slice(0, 2).join(' ')
}
