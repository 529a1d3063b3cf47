import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { defineCookie } from '../http/cookie.ts'
import type { Form } from '../http/form.ts'
import { sameSecret } from '../http/secret.ts'
import { createReference, referenceKey } from '../tokens/reference.ts'
import type { AuthorizationRequest } from './authorization-request.ts'

/** What the user did for a request, which satisfies its `prompt` once. */
export interface CompletedSteps {
  readonly signedIn?: boolean
  readonly consented?: boolean
}

/** An authorization request that waits for its user. */
export interface Interaction {
  readonly request: AuthorizationRequest
  readonly done: CompletedSteps
  /** In the forms of its pages, where no other site can read it. */
  readonly csrf: string
  /** Only this browser may go on. */
  readonly browser: string
  readonly exp: number
}

/** Seconds. */
const lifetime = 600

const browserCookie = defineCookie('browser')

const keyOf = (reference: string): string => referenceKey('interaction', reference)

/** Puts a request aside; answers its reference, and the Set-Cookie field that ties it to the browser. */
export const beginInteraction = async (
  call: Call,
  request: AuthorizationRequest,
  done: CompletedSteps = {},
): Promise<{ readonly reference: string; readonly setCookie: string }> => {
  const { store, clock } = call.tenant
  const sent = browserCookie.read(call)
  // Kept where it is there, because another tab may be waiting, too.
  const browser = sent !== undefined && /^[\w-]{43}$/.test(sent) ? sent : createReference()
  const reference = createReference()
  const interaction: Interaction = { request, done, csrf: createReference(), browser, exp: clock.now() + lifetime }
  await store.set(keyOf(reference), interaction, lifetime + 3600)
  return { reference, setCookie: browserCookie.write(call, browser) }
}

/**
 * The interaction that a page is about.
 *
 * @throws {OAuthError} where it is unknown or over, or belongs to another browser
 */
export const findInteraction = async (call: Call, reference: string | undefined): Promise<Interaction> => {
  const { store, clock } = call.tenant
  const found = reference === undefined ? undefined : ((await store.get(keyOf(reference))) as Interaction | undefined)
  if (!found || found.exp <= clock.now()) {
    throw new OAuthError(400, 'invalid_request', {
      description: 'This sign-in is over or was never begun. Go back to the application and start again.',
    })
  }
  if (sameSecret(browserCookie.read(call) ?? '', found.browser)) return found
  throw new OAuthError(403, 'access_denied', {
    description: 'This sign-in was begun in another browser, or cookies are off. Start again from the application.',
  })
}

/**
 * The interaction that a form of its page answers.
 *
 * @throws {OAuthError} for a form of another site, too
 */
export const submittedInteraction = async (call: Call, form: Form): Promise<Interaction> => {
  checkSameSite(call)
  const found = await findInteraction(call, form.get('interaction'))
  if (sameSecret(form.get('csrf') ?? '', found.csrf)) return found
  throw crossSite('the form has no or a wrong csrf value')
}

/** @throws {OAuthError} for a form that a page of another origin sends */
export const checkSameSite = ({ request, urls }: Call): void => {
  const origin = request.headers.get('origin')
  const own = [urls.origin, new URL(request.url).origin]
  if (origin !== null && !own.includes(origin)) throw crossSite(`Origin was ${origin}`)
  const fetchSite = request.headers.get('sec-fetch-site')
  if (fetchSite !== null && fetchSite !== 'same-origin' && fetchSite !== 'none') {
    throw crossSite(`Sec-Fetch-Site was ${fetchSite}`)
  }
}

/** Exactly one of several answers to the same page ends it. */
export const endInteraction = async ({ tenant }: Call, form: Form): Promise<void> => {
  if (await tenant.store.delete(keyOf(form.get('interaction') ?? ''))) return
  throw new OAuthError(400, 'invalid_request', { description: 'This page was answered before.' })
}

const crossSite = (detail: string): OAuthError =>
  new OAuthError(403, 'access_denied', { description: 'Forms of another site are not taken.', detail })
