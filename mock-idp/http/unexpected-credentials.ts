import type { Call } from './call.ts'

const fields = ['Authorization', 'Cookie', 'Proxy-Authorization']

/** Notes what a request for a public document should not carry: credentials, or a query that may hold one. */
export const noteNeedlessCredentials = ({ request, draft }: Pick<Call, 'request' | 'draft'>): void => {
  const found = fields.filter((name) => request.headers.has(name))
  if (request.url.includes('?')) found.push('query')
  if (found.length > 0) draft.credentials = found
}
