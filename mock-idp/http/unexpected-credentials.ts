import type { Call } from './call.ts'

const fields = ['Authorization', 'Cookie', 'Proxy-Authorization']

/** Records credentials, and a query, which may contain one, in a request for a public document that needs none. */
export const recordUnexpectedCredentials = ({ request, draft }: Pick<Call, 'request' | 'draft'>): void => {
  const found = fields.filter((name) => request.headers.has(name))
  if (request.url.includes('?')) found.push('query')
  if (found.length > 0) draft.credentials = found
}
