import { IdpError } from '../errors.ts'

export const secondsPerUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/**
 * Seconds of a number of seconds, or of a string such as `5m`, `+5m` or `-1h`.
 *
 * @throws {IdpError} `OPTIONS`
 */
export const parseDuration = (value: number | string): number => {
  if (typeof value === 'number') return value
  const [, amount, unit = 's'] = /^([+-]?\d{1,12})([smhd]?)$/.exec(value.trim()) ?? []
  const seconds = Number(amount) * (secondsPerUnit[unit || 's'] ?? Number.NaN)
  if (Number.isSafeInteger(seconds)) return seconds
  throw new IdpError('OPTIONS', `${JSON.stringify(value)} is not a duration. Use one such as "5m", "-1h" or "30s".`)
}

/**
 * Seconds since the epoch of a number of seconds, or of a date (RFC 3339).
 *
 * @throws {IdpError} `OPTIONS`
 */
export const parseTime = (value: number | string): number => {
  const seconds = typeof value === 'number' ? value : Math.floor(Date.parse(value) / 1000)
  if (Number.isSafeInteger(seconds)) return seconds
  throw new IdpError('OPTIONS', `${JSON.stringify(value)} is not a time. Use one such as "2030-01-01T00:00:00Z".`)
}
