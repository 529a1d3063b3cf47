export type Times = ReturnType<typeof createTimes>

/** Formats times. All in seconds. Runs in the browser: see sources.ts. */
export const createTimes = () => {
  const iso = (seconds: number): string => {
    const date = new Date(seconds * 1000)
    return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString().replace('.000Z', 'Z')
  }

  /** Such as `2 h 5 min`. */
  const length = (seconds: number): string => {
    const total = Math.abs(Math.round(seconds))
    const parts = [
      [Math.floor(total / 86_400), 'd'],
      [Math.floor((total % 86_400) / 3600), 'h'],
      [Math.floor((total % 3600) / 60), 'min'],
      [total % 60, 's'],
    ] as const
    const named = parts.filter(([count]) => count > 0).slice(0, 2)
    return named.length === 0 ? '0 s' : named.map(([count, unit]) => `${count} ${unit}`).join(' ')
  }

  const from = (seconds: number, now: number): string => {
    const difference = seconds - now
    if (Math.abs(difference) < 1) return 'now'
    return difference > 0 ? `in ${length(difference)}` : `${length(difference)} ago`
  }

  return { iso, length, from }
}
