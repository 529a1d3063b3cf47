/** Whether a JSON value is an object. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Members that only private and secret keys have (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']

/** Whether a value is a JWK Set of at most 100 public keys (RFC 7517 §5). */
export const isPublicJwkSet = (value: unknown): boolean =>
  isObject(value) &&
  Array.isArray(value.keys) &&
  value.keys.length <= 100 &&
  value.keys.every((key) => isObject(key) && typeof key.kty === 'string' && !privateMembers.some((name) => name in key))
