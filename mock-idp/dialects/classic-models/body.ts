import { invalidRequest } from '../../errors.ts'
import { readText } from '../../http/body.ts'

/** Bytes. */
const limit = 64 * 1024

/**
 * Reads a request body: JSON, a form, or else text.
 *
 * @throws {OAuthError} 413 for a body that is too large, 400 for invalid JSON
 */
export const readBody = async (request: Request): Promise<unknown> => {
  const text = await readText(request, limit)
  const type = request.headers.get('content-type') ?? ''
  if (/^application\/x-www-form-urlencoded/i.test(type)) return Object.fromEntries(new URLSearchParams(text))
  if (!/^application\/json/i.test(type) || text === '') return text
  try {
    return JSON.parse(text)
  } catch {
    throw invalidRequest('JSON parse error')
  }
}

/** The named members that are non-empty strings. */
export const textMembers = <Name extends string>(
  body: unknown,
  names: readonly Name[],
): Partial<Record<Name, string>> => {
  const members: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {}
  return Object.fromEntries(
    names.flatMap((name) => (typeof members[name] === 'string' && members[name] !== '' ? [[name, members[name]]] : [])),
  ) as Partial<Record<Name, string>>
}
