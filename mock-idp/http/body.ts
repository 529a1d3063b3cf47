import { invalidRequest, Refusal } from '../errors.ts'

/**
 * Reads a body of UTF-8 text.
 *
 * @throws {Refusal} 413 as soon as it is larger than `limit` bytes, 400 when it breaks off
 */
export const readText = async (request: Request, limit: number): Promise<string> => {
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > limit) throw tooLarge(limit)
  try {
    // A server enforces the declared length, so reading at once is safe, and faster than a stream.
    if (declared !== null) return await request.text()
    return request.body ? await readCounting(request.body, limit) : ''
  } catch (cause) {
    throw cause instanceof Refusal ? cause : invalidRequest('The body broke off.', String(cause))
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

const tooLarge = (limit: number): Refusal =>
  new Refusal(413, 'invalid_request', { description: `The body is larger than ${limit} bytes.` })
