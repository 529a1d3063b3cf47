import { readText } from '../../http/body.ts'
import { invalidMetadata } from './metadata.ts'

/** Bytes. */
const limit = 64 * 1024

/** @throws {OAuthError} `invalid_client_metadata`, and 413 for a body that is too large */
export const readJson = async (request: Request): Promise<unknown> => {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json *(;|$)/i.test(type)) throw invalidMetadata('Content-Type must be application/json.')
  const text = await readText(request, limit)
  try {
    return JSON.parse(text)
  } catch {
    throw invalidMetadata('The body is not JSON.')
  }
}
