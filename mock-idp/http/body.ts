import { invalidRequest, OAuthError } from '../errors.ts'

/**
 * Reads a request body as UTF-8 text.
 *
 * @throws {OAuthError} 413 as soon as the body is larger than `limit` bytes, 400 if the connection ends before the body does
 */
export const readText = async (request: Request, limit: number): Promise<string> => {
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > limit) throw tooLarge(limit)
  try {
    // The HTTP server enforces Content-Length, so reading everything at once is safe, and faster than a stream.
    if (declared !== null) return await request.text()
    return request.body ? await readCounting(request.body, limit) : ''
  } catch (cause) {
    throw cause instanceof OAuthError ? cause : invalidRequest('The request body is incomplete.', String(cause))
  }
}

const readCounting = async (body: NonNullable<Request['body']>, limit: number): Promise<string> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const tooLarge = (limit: number): OAuthError =>
  new OAuthError(413, 'invalid_request', { description: `The body is larger than ${limit} bytes.` })
