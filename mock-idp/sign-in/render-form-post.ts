import type { Call } from '../http/call.ts'
import { formPostPage } from '../pages/form-post.ts'
import { pageHeaders } from '../pages/headers.ts'

/** A page that sends the response to the client with a form (OAuth 2.0 Form Post Response Mode §2). */
export const renderFormPost = (
  { urls, respond }: Pick<Call, 'urls' | 'respond'>,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Response =>
  respond(formPostPage({ base: urls.prefix, action, parameters }), {
    headers: pageHeaders({ formTargets: [action], framed: true }),
  })
