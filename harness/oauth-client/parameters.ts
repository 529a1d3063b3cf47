/** Parameters of a request, in order; a list repeats the name, undefined leaves it out. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** Parameters with changes: null leaves one out. */
export const changed = (
  parameters: Parameters,
  changes: Readonly<Record<string, string | readonly string[] | null | undefined>>,
): Parameters => ({
  ...parameters,
  ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value ?? undefined])),
})

/** As a form is encoded (RFC 6749 Appendix B). */
export const encodeForm = (parameters: Parameters): string =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [value].flat().map((one) => [name, one]),
    ),
  ).toString()

/** One text as a form is encoded, such as a client secret in Basic (RFC 6749 §2.3.1). */
export const encodeText = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1)

/**
 * The parameters of an address, of its query and of its fragment, undecoded or not. Only the first `?` begins a query: a
 * further one is a character of it (RFC 3986 §3.4).
 */
export function parametersOf(address: string): URLSearchParams {
  const [, query = '', fragment = ''] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/s.exec(address) ?? []
  return new URLSearchParams([query, fragment].filter((part) => part !== '').join('&'))
}

/** A path with parameters added to its query. */
export const withQuery = (path: string, query: string): string =>
  query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`
