const secondsPerUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

const relative = /^([+-]\d+)([smhd])$/

/** `-5m` as a time in seconds; anything else as it is, because wrong types are minted on purpose. */
const absoluteTime = (value: unknown, now: number): unknown => {
  const [, amount, unit] = typeof value === 'string' ? (relative.exec(value) ?? []) : []
  return amount === undefined || unit === undefined ? value : now + Number(amount) * (secondsPerUnit[unit] ?? 0)
}

/** The claims with relative `exp`, `nbf` and `iat` counted from `now`, in seconds since the epoch (RFC 7519 §2). */
export const absoluteTimes = <Claims extends { exp: unknown; nbf: unknown; iat: unknown }>(
  claims: Claims,
  now: number,
) => ({
  ...claims,
  exp: absoluteTime(claims.exp, now),
  nbf: absoluteTime(claims.nbf, now),
  iat: absoluteTime(claims.iat, now),
})
