import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { defineCookie } from '../http/cookie.ts'
import type { Form } from '../http/form.ts'
import { sameSecret } from '../http/secret.ts'
import { createReference, referenceKey } from '../tokens/reference.ts'
import type { AuthorizationRequest } from './authorization-request.ts'

/** The steps that the user completed for a request. They satisfy its `prompt`. */
export interface CompletedSteps {
  readonly signedIn?: boolean
  readonly consented?: boolean
}

/** An authorization request that is waiting for its user. */
export interface Interaction {
  readonly request: AuthorizationRequest
  readonly done: CompletedSteps
  /** A value in the forms of its pages, which other origins cannot read. */
  readonly csrf: string
  /** The cookie of the browser that may continue. */
  readonly browser: string
  readonly exp: number
}

/** Seconds. */
const lifetime = 600

const browserCookie = defineCookie('browser')

const keyOf = (reference: string): string => referenceKey('interaction', reference)

/** Stores a request, and returns its reference and the Set-Cookie field that binds it to the browser. */
export const beginInteraction = async (
  call: Call,
  request: AuthorizationRequest,
  done: CompletedSteps = {},
): Promise<{ readonly reference: string; readonly setCookie: string }> => {
  const { store, clock } = call.tenant
  const sent = browserCookie.read(call)
  // An existing cookie is kept, because another tab may have a request, too.
  const browser = sent !== undefined && /^[\w-]{43}$/.test(sent) ? sent : createReference()
  const reference = createReference()
  const interaction: Interaction = { request, done, csrf: createReference(), browser, exp: clock.now() + lifetime }
  await store.set(keyOf(reference), interaction, lifetime + 3600)
  return { reference, setCookie: browserCookie.write(call, browser) }
}

/**
 * The interaction of a page.
 *
 * @throws {OAuthError} if it is unknown or expired, or belongs to another browser
 */
export const findInteraction = async (call: Call, reference: string | undefined): Promise<Interaction> => {
  const { store, clock } = call.tenant
  const found = reference === undefined ? undefined : ((await store.get(keyOf(reference))) as Interaction | undefined)
  if (!found || found.exp <= clock.now()) {
    throw new OAuthError(400, 'invalid_request', {
      description: 'This sign-in has ended or does not exist. Go back to the application and start again.',
    })
  }
  if (sameSecret(browserCookie.read(call) ?? '', found.browser)) return found
  throw new OAuthError(403, 'access_denied', {
    description: 'This sign-in was started in another browser, or cookies are off. Start again from the application.',
  })
}

/**
 * The interaction of a submitted form.
 *
 * @throws {OAuthError} what `findInteraction` throws, and for a form of another origin
 */
export const submittedInteraction = async (call: Call, form: Form): Promise<Interaction> => {
  checkSameSite(call)
  const found = await findInteraction(call, form.get('interaction'))
  if (sameSecret(form.get('csrf') ?? '', found.csrf)) return found
  throw crossSite('the csrf value is missing or wrong')
}

/** @throws {OAuthError} for a form that a page of another origin sent */
export const checkSameSite = ({ request, urls }: Call): void => {
  const origin = request.headers.get('origin')
  const own = [urls.origin, new URL(request.url).origin]
  if (origin !== null && !own.includes(origin)) throw crossSite(`Origin was ${origin}`)
  const fetchSite = request.headers.get('sec-fetch-site')
  if (fetchSite !== null && fetchSite !== 'same-origin' && fetchSite !== 'none') {
    throw crossSite(`Sec-Fetch-Site was ${fetchSite}`)
  }
}

/** Ends an interaction. If a form is submitted several times, exactly one of them succeeds. */
export const endInteraction = async ({ tenant }: Call, form: Form): Promise<void> => {
  if (await tenant.store.delete(keyOf(form.get('interaction') ?? ''))) return
  throw new OAuthError(400, 'invalid_request', { description: 'This form was submitted before.' })
}

const crossSite = (detail: string): OAuthError =>
  new OAuthError(403, 'access_denied', { description: 'Forms of another origin are not accepted.', detail })
