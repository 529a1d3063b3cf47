import { createDocument, type Document, serveDocument } from '../document.ts'
import type { JwkSet } from '../model.ts'
import type { Provider } from '../provider.ts'
import type { SigningKey } from '../signing-key.ts'

/** Short, so that what caches by it soon sees a rotation. Seconds. */
const maxAge = 60

export const jwkSet = (keys: readonly SigningKey[]): JwkSet => ({ keys: keys.map(({ jwk }) => jwk) })

/** The published keys (RFC 7517 §5), serialized once per change. */
export const createJwks = ({ keys, respond }: Provider) => {
  const documents = new WeakMap<readonly SigningKey[], Document>()
  return async (request: Request): Promise<Response> => {
    const published = await keys.published()
    const document = documents.get(published) ?? createDocument(jwkSet(published))
    documents.set(published, document)
    return serveDocument(request, document, { maxAge, respond })
  }
}
