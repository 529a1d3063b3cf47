import { invalidRequest } from '../errors.ts'
import { readText } from './body.ts'
import type { Call } from './call.ts'

/** The parameters of a request. A parameter without a value is treated as omitted (RFC 6749 §3.1, §3.2). */
export interface Form {
  get(name: string): string | undefined
  /** All values of a parameter that may be repeated (RFC 8707 §2, RFC 8693 §2.1, and the checkboxes of the consent page). */
  all(name: 'audience' | 'resource' | 'granted_scope'): readonly string[]
  entries(): readonly (readonly [string, string])[]
}

const repeatable: ReadonlySet<string> = new Set(['audience', 'resource', 'granted_scope'])

/** Bytes. */
const bodyLimit = 64 * 1024

/** @throws {OAuthError} if the body is not a form, is too large, or has a parameter twice (RFC 6749 §3.2) */
export const readForm = async ({ request, draft }: Pick<Call, 'request' | 'draft'>): Promise<Form> => {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(type)) {
    throw invalidRequest(
      'Content-Type must be application/x-www-form-urlencoded.',
      `Content-Type was ${type || 'absent'}`,
    )
  }
  return recorded(parseForm(await readText(request, bodyLimit)), draft)
}

/** @throws {OAuthError} if the query has a parameter twice (RFC 6749 §3.1) */
export const readQuery = ({ request, draft }: Pick<Call, 'request' | 'draft'>): Form => {
  const start = request.url.indexOf('?')
  return recorded(parseForm(start < 0 ? '' : request.url.slice(start + 1)), draft)
}

export const parseForm = (text: string): Form => {
  const values = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text)) {
    const earlier = values.get(name)
    if (earlier && !repeatable.has(name)) {
      throw invalidRequest('A parameter is included more than once.', `repeated: ${JSON.stringify(name)}`)
    }
    if (earlier) earlier.push(value)
    else values.set(name, [value])
  }
  return {
    get: (name) => values.get(name)?.[0] || undefined,
    all: (name) => (values.get(name) ?? []).filter((value) => value !== ''),
    entries: () => [...values].flatMap(([name, all]) => all.map((value) => [name, value] as const)),
  }
}

/** Parameters whose values are not secret. All others are masked, also those that are not known here. */
const publicParameters: ReadonlySet<string> = new Set(
  (
    'grant_type response_type response_mode client_id redirect_uri scope audience resource prompt max_age display ' +
    'acr_values ui_locales code_challenge_method token_type_hint subject_token_type actor_token_type ' +
    'requested_token_type client_assertion_type post_logout_redirect_uri login_hint nonce state iss'
  ).split(' '),
)

const recorded = (form: Form, draft: Call['draft']): Form => {
  const parameters: Record<string, string> = { ...draft.parameters }
  for (const [name, value] of form.entries()) {
    const shown = publicParameters.has(name) ? value.slice(0, 200) : '***'
    const key = name.slice(0, 60)
    parameters[key] = key in parameters && publicParameters.has(name) ? `${parameters[key]} ${shown}` : shown
  }
  draft.parameters = parameters
  const client = form.get('client_id')
  if (client !== undefined) draft.client = client.slice(0, 200)
  return form
}
