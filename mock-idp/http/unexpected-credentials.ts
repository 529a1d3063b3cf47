import type { Call } from './call.ts'
import { headerField } from './header-field.ts'

const fields = new Map([
  ['authorization', 'Authorization'],
  ['cookie', 'Cookie'],
  ['proxy-authorization', 'Proxy-Authorization'],
])

/** Records credentials, and a query, which may contain one, in a request for a public document that needs none. */
export const recordUnexpectedCredentials = ({ request, draft }: Pick<Call, 'request' | 'draft'>): void => {
  const found: string[] = []
  for (const [field, name] of fields) if (headerField(request, field) !== null) found.push(name)
  if (request.url.includes('?')) found.push('query')
  if (found.length > 0) draft.credentials = found
}
