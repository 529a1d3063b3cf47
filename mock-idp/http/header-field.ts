type Fields = Readonly<Record<string, string | readonly string[] | undefined>>

interface WithFields extends Request {
  [parsedFields]?: Fields
}

const parsedFields = Symbol('parsed header fields')

/** For adapters: attaches the parsed header fields of a request, by their names in lower case, for `headerField`. */
export const attachFields = (request: WithFields, fields: Fields): void => {
  request[parsedFields] = fields
}

/**
 * A header field, `null` if there is none. Faster than `request.headers` if an adapter attached the fields. Only for fields
 * that are not compared with a secret: of a repeated field, an adapter may keep only the first value.
 *
 * @param name in lower case
 */
export const headerField = (request: WithFields, name: string): string | null => {
  const fields = request[parsedFields]
  if (fields === undefined) return request.headers.get(name)
  const value = fields[name]
  return typeof value === 'string' ? value : (value?.join(', ') ?? null)
}
