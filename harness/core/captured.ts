/** Texts in a JSON answer, by the names of their members, a dot between names of nested ones; absent ones are left out. */
export function capturedMembers(body: string, names: readonly string[]): Readonly<Record<string, string>> {
  const answer = parsed(body)
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = name.split('.').reduce(memberOf, answer)
      return typeof value === 'string' && value !== '' ? [[name, value] as const] : []
    }),
  )
}

/** A text or number in a JSON answer, by the name of its member, a dot between names of nested ones. */
export function identifierIn(body: string, name: string): string | undefined {
  const value = name.split('.').reduce(memberOf, parsed(body))
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/**
 * What the head of an answer issues, by name: the code of its Location (RFC 6749 §4.1.2; in the fragment, too) and the
 * values of its cookies (RFC 6265 §4.1.1).
 */
export function capturedInHead(
  fields: readonly (readonly [name: string, value: string])[],
): Readonly<Record<string, string>> {
  const issued: Record<string, string> = {}
  for (const [name, value] of fields) {
    if (name.toLowerCase() === 'location') {
      const code = new URLSearchParams(value.replace(/^[^?#]*/, '').replaceAll(/[?#]/g, '&')).get('code')
      if (code) issued.code = code
    }
    const cookie = name.toLowerCase() === 'set-cookie' && /^\s*([^=;]+)=\s*([^;]+)/.exec(value)
    // A flag such as `1` is no secret, and masking it would hide every 1.
    if (cookie && (cookie[2] ?? '').length >= 8) issued[`cookie ${cookie[1]}`] = cookie[2] ?? ''
  }
  return issued
}

/** What of an issued value must not be seen: of a signed JWT (RFC 7515 §7.1) its signature, without which it is no key. */
export const secretPart = (value: string): string => /^eyJ[\w-]+\.[\w-]+\.([\w-]{16,})$/.exec(value)?.[1] ?? value

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
