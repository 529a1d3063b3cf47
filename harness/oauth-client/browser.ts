import type { Attempt, Observed } from '../model/expectation.ts'
import { filledForm, type PageInput } from './html-form.ts'

/** Where the redirects and forms of an issuer led to. */
export interface Navigation {
  /** In the order in which they came. */
  readonly answers: readonly Observed[]
  readonly last: Observed
  /** The address outside of the issuer that the last answer redirects to, as it stands. */
  readonly sentTo?: string
  /** Whether the last request submitted a form. */
  readonly afterForm: boolean
}

export interface BrowserOptions {
  readonly origin: string
  /** An address of the client, which is not followed though it is at the origin of the issuer. */
  readonly redirectUri: string
  readonly page: PageInput
  send(attempt: Attempt): Promise<Observed>
}

/** Redirects and forms together: sign-in and consent, each with a redirect to its page and one back. */
const mostSteps = 8

/** Some servers show their pages to browsers only. */
const accept = 'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

const redirects = new Set([301, 302, 303, 307, 308])

/** Opens a path of the issuer as a browser without scripts and cookies does, follows redirects and fills in forms. */
export async function browse(path: string, options: BrowserOptions): Promise<Navigation> {
  const { origin, redirectUri, page, send } = options
  const cookies = new Map<string, string>()
  const answers: Observed[] = []
  let request: Attempt = { method: 'GET', path, body: '' }
  for (let step = 1; ; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const last = await send({
      ...request,
      authorization: [],
      captureBody: true,
      fields: [accept, ...(request.fields ?? []), ...(cookie === '' ? [] : [`Cookie: ${cookie}`])],
    })
    answers.push(last)
    const { unmasked } = last
    const navigation = { answers, last, afterForm: request.method === 'POST' }
    if (!unmasked) return navigation
    keepCookies(cookies, unmasked.fields)
    const location = redirects.has(unmasked.status) ? fieldOf(unmasked.fields, 'location') : undefined
    const here = new URL(request.path ?? '/', origin)
    if (location !== undefined) {
      const to = URL.parse(location, here.href)
      if (to === null || to.origin !== origin || isAnswerTo(redirectUri, location)) {
        return { ...navigation, sentTo: location }
      }
      // The method stays with 307 and 308 only (RFC 9110 §15.4.8).
      const again = unmasked.status === 307 || unmasked.status === 308
      request = { ...(again ? request : { method: 'GET', body: '' }), path: to.pathname + to.search }
    } else {
      const next = unmasked.status === 200 ? submission(unmasked.body, page, here) : undefined
      if (!next) return navigation
      request = next
    }
    if (step === mostSteps) return navigation
  }
}

/** Whether an address is the redirect URI, with or without parameters. */
const isAnswerTo = (redirectUri: string, location: string): boolean =>
  location.startsWith(redirectUri) && /^([?#]|$)/.test(location.slice(redirectUri.length))

function submission(html: string, page: PageInput, here: URL): Attempt | undefined {
  const filled = filledForm(html, page)
  const to = filled && URL.parse(filled.form.action || here.href, here.href)
  if (!to || to.origin !== here.origin) return undefined
  const content = new URLSearchParams(filled.values.map(([name, value]): [string, string] => [name, value])).toString()
  if (filled.form.method === 'GET') return { method: 'GET', path: `${to.pathname}?${content}`, body: '' }
  return {
    method: 'POST',
    path: to.pathname + to.search,
    fields: ['Content-Type: application/x-www-form-urlencoded', `Origin: ${here.origin}`],
    body: content,
  }
}

type Fields = readonly (readonly [name: string, value: string])[]

const fieldOf = (fields: Fields, wanted: string): string | undefined =>
  fields.find(([name]) => name.toLowerCase() === wanted)?.[1]

function keepCookies(cookies: Map<string, string>, fields: Fields): void {
  for (const [name, line] of fields) {
    const [, key, value = ''] = (name.toLowerCase() === 'set-cookie' && /^\s*([^=;\s]+)=([^;]*)/.exec(line)) || []
    if (key === undefined) continue
    if (value === '' || /;\s*max-age=0*(;|$)/i.test(line)) cookies.delete(key)
    else cookies.set(key, value)
  }
}
