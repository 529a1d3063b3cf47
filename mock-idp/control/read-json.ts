import { z } from 'zod'
import { invalidRequest } from '../errors.ts'
import { readText } from '../http/body.ts'

/** Recipes may make tokens larger than any server takes. Bytes. */
const bodyLimit = 1024 * 1024

/** @throws {Refusal} 400 or 413 for what is not the JSON expected */
export const readJson = async <Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> => {
  // A page of another origin cannot send this type without asking first (the CORS protocol of Fetch).
  if (!/^application\/json *(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw invalidRequest('Content-Type must be application/json.')
  }
  return checked(parseJson(await readText(request, bodyLimit)), schema)
}

/** @throws {Refusal} 400 */
export const checked = <Schema extends z.ZodType>(value: unknown, schema: Schema): z.infer<Schema> => {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalidRequest(`The request is not what is expected. ${z.prettifyError(result.error)}`)
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalidRequest('The body is no JSON.', String(cause))
  }
}
