import { z } from 'zod'
import { invalidRequest } from '../errors.ts'
import { readText } from '../http/body.ts'

/** Bytes. Large, because recipes may describe tokens that are larger than servers accept. */
const bodyLimit = 1024 * 1024

/** @throws {OAuthError} 400 for a body that does not match the schema, 413 for a body that is too large */
export const readJson = async <Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> => {
  // A page of another origin cannot send this type without a CORS preflight request.
  if (!/^application\/json *(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw invalidRequest('Content-Type must be application/json.')
  }
  return checked(parseJson(await readText(request, bodyLimit)), schema)
}

/** @throws {OAuthError} 400 */
export const checked = <Schema extends z.ZodType>(value: unknown, schema: Schema): z.infer<Schema> => {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalidRequest(`The request is not valid. ${z.prettifyError(result.error)}`)
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalidRequest('The body is not JSON.', String(cause))
  }
}
