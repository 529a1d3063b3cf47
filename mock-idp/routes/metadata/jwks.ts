import type { Call } from '../../http/call.ts'
import { createDocument, type Document, serveDocument } from '../../http/document.ts'
import { recordUnexpectedCredentials } from '../../http/unexpected-credentials.ts'
import type { JwkSet } from '../../keys/jwk.ts'
import type { SigningKey } from '../../keys/signing-key.ts'

/** Seconds. Short, so that caches notice a rotation soon. */
const maxAge = 60

export const jwkSet = (keys: readonly SigningKey[]): JwkSet => ({ keys: keys.map(({ jwk }) => jwk) })

const documents = new WeakMap<readonly SigningKey[], Document>()

const documentOf = (published: readonly SigningKey[]): Document => {
  const cached = documents.get(published)
  if (cached) return cached
  const document = createDocument(jwkSet(published))
  documents.set(published, document)
  return document
}

const serve = ({ request, respond }: Call, published: readonly SigningKey[]): Response =>
  serveDocument(request, documentOf(published), { maxAge, respond })

/** The JWK Set (RFC 7517 §5). It is serialized once per change. */
export const jwks = (call: Call): Response | Promise<Response> => {
  recordUnexpectedCredentials(call)
  const published = call.tenant.keys.published()
  return published instanceof Promise ? published.then((keys) => serve(call, keys)) : serve(call, published)
}
