const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** Milliseconds of `30s`, `500ms`, `2m` or `1h`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?(ms|s|m|h)$/.exec(text) ?? []
  return amount === undefined ? undefined : Number(amount) * units[unit as keyof typeof units]
}

/** `30 s`, or `0.5 s`. */
export const describeDuration = (ms: number): string => `${ms / 1000} s`
