/** A text in a JSON document, by the name of its member, a dot between names of nested ones; undefined for anything else. */
export function textMember(body: string, name: string): string | undefined {
  const value = memberAt(parsed(body), name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** As `textMember`, for a text or a number. */
export function identifierIn(body: string, name: string): string | undefined {
  const value = memberAt(parsed(body), name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

const memberAt = (document: unknown, name: string): unknown => name.split('.').reduce(memberOf, document)

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
