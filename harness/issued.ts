/** Texts in a JSON answer, by the names of their members, a dot between names of nested ones; absent ones are left out. */
export function issuedMembers(body: string, names: readonly string[]): Readonly<Record<string, string>> {
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
