import { secondsPerUnit } from './duration.ts'

const relative = /^([+-]\d+)([smhd])$/

/** `-5m` as a time in seconds. Any other value stays as it is, because recipes may contain wrong types on purpose. */
const absoluteTime = (value: unknown, now: number): unknown => {
  const [, amount, unit] = typeof value === 'string' ? (relative.exec(value) ?? []) : []
  return amount === undefined || unit === undefined ? value : now + Number(amount) * (secondsPerUnit[unit] ?? 0)
}

/** Replaces relative `exp`, `nbf` and `iat` with seconds since the epoch (RFC 7519 §2), counted from `now`. */
export const absoluteTimes = <Claims extends { exp: unknown; nbf: unknown; iat: unknown }>(
  claims: Claims,
  now: number,
) => ({
  ...claims,
  exp: absoluteTime(claims.exp, now),
  nbf: absoluteTime(claims.nbf, now),
  iat: absoluteTime(claims.iat, now),
})
