/** Text by the name of its vector. */
type Named<Value> = Readonly<Record<string, Value>>

/** The values that are neither empty, nor among the accepted ones, nor there under another name already. */
function misses(values: Named<string>, accepted: readonly string[]): Named<string> {
  const seen = new Set(['', ...accepted])
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => {
      if (seen.has(value)) return false
      seen.add(value)
      return true
    }),
  )
}

/** The first and the last half, and the middle. */
const pieces = (text: string): Named<string> => ({
  'its first half': text.slice(0, text.length >> 1),
  'its last half': text.slice(text.length >> 1),
  'a piece of it': text.slice(text.length >> 2, text.length - (text.length >> 2)),
})

const slashes = (text: string): Named<string> => ({
  'a slash more': `${text}/`,
  ...(text.endsWith('/') && { 'its last slash missing': text.slice(0, -1) }),
})

/** ASCII as its full-width twin, which IDNA maps back (UTS #46). */
const fullWidth = (character: string): string => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0)

/** Spellings of the same host and port, and of almost the same (RFC 3986 §6.2.2, §6.2.3). */
function otherSpellings(url: string): Named<string> {
  const [, scheme, host, port = '', rest = ''] = /^(https?):\/\/(\[[^\]]*\]|[^/:?#]+)(:\d+)?(.*)$/s.exec(url) ?? []
  if (scheme === undefined || host === undefined) return {}
  const defaultPort = scheme === 'https' ? ':443' : ':80'
  const dotOrFirst = host.includes('.') ? host.indexOf('.') : 0
  return {
    'an upper-case host': `${scheme}://${host.toUpperCase()}${port}${rest}`,
    'an upper-case scheme': `${scheme.toUpperCase()}://${host}${port}${rest}`,
    'the other scheme': `${scheme === 'https' ? 'http' : 'https'}://${host}${port}${rest}`,
    [port === '' ? 'the default port written out' : 'its port missing']:
      `${scheme}://${host}${port === '' ? defaultPort : ''}${rest}`,
    'a percent-encoded letter': `${scheme}://%${host.charCodeAt(0).toString(16)}${host.slice(1)}${port}${rest}`,
    'a full-width dot': `${scheme}://${host.slice(0, dotOrFirst)}${fullWidth(host.charAt(dotOrFirst))}${host.slice(dotOrFirst + 1)}${port}${rest}`,
  }
}

/** Strings that a careless comparison takes for the issuer. `accepted` are no misses. */
export const issuerNearMisses = (issuer: string, accepted: readonly string[]): Named<string> =>
  misses(
    {
      ...slashes(issuer),
      ...otherSpellings(issuer),
      ...pieces(issuer),
      'a longer host': `${issuer}.evil.example`,
      'the host of somebody else': `${issuer}@evil.example`,
      'a space in front': ` ${issuer}`,
      'a space behind': `${issuer} `,
    },
    accepted,
  )

const otherCase = (text: string): string => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase())

/** Values that a careless comparison takes for the audience. `accepted` are no misses. */
export const audienceNearMisses = (
  audience: string,
  accepted: readonly string[],
): Named<string | readonly string[]> => ({
  ...misses(
    {
      ...pieces(audience),
      'in other case': otherCase(audience),
      ...slashes(audience),
      'two in one string, by a space': `${audience} https://other.example`,
      'two in one string, by a comma': `${audience},https://other.example`,
      'an asterisk': '*',
      'a NUL behind': `${audience}\u0000`,
      'a space in front': ` ${audience}`,
    },
    accepted,
  ),
  'longer, in a list': [`${audience}.evil`],
})
