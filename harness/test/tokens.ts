/** A JWT in form, with claims in seconds since the epoch. */
export const jwtWith = (claims: Readonly<Record<string, unknown>>): string =>
  [{ alg: 'HS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
  '.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg'
