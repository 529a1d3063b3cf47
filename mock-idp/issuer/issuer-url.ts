import { IdpError } from '../errors.ts'

// `:`, `*`, `{` and `?` have a meaning for the router.
const usablePath = /^[\w./~@+=-]*$/

/**
 * Parses the URL of an issuer, or of the origin of its endpoints.
 *
 * @throws {IdpError} `OPTIONS`
 */
export const parseIssuerUrl = (option: string, value: string): URL => {
  const example = 'such as "http://127.0.0.1:9000" or "https://idp.example/tenant/"'
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new IdpError(
      'OPTIONS',
      `The ${option} ${JSON.stringify(value)} is not an http or https URL. Use one ${example}.`,
    )
  }
  if (/[?#]/.test(value) || url.username !== '' || !usablePath.test(url.pathname)) {
    throw new IdpError(
      'OPTIONS',
      `The ${option} ${JSON.stringify(value)} must not have a query, a fragment or user info, and only letters, digits and ` +
        `./~@+=_- in its path, ${example}.`,
    )
  }
  return url
}
