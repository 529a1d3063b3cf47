import { IdpError } from '../errors.ts'

// The router gives `:`, `*`, `{` and `?` a meaning of their own.
const usablePath = /^[\w./~@+=-]*$/

/**
 * Reads the URL of an issuer, or of the origin of its endpoints.
 *
 * @throws {IdpError} `OPTIONS`
 */
export const parseIssuerUrl = (option: string, value: string): URL => {
  const example = 'such as "http://127.0.0.1:9000" or "https://idp.example/tenant/"'
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new IdpError(
      'OPTIONS',
      `The ${option} ${JSON.stringify(value)} is no http or https URL; write one ${example}.`,
    )
  }
  if (/[?#]/.test(value) || url.username !== '' || !usablePath.test(url.pathname)) {
    throw new IdpError(
      'OPTIONS',
      `The ${option} ${JSON.stringify(value)} must have no query, fragment or user, and only letters, digits and ` +
        `./~@+=_- in its path, ${example}.`,
    )
  }
  return url
}
