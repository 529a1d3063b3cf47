import type { AuthorizationOutcome } from '../model/authorization.ts'
import type { Expectation, Observed } from '../model/expectation.ts'
import { describeAnswer, isCrash } from './received.ts'

/** Metadata of an authorization server, as far as they were found. */
interface FoundMetadata {
  readonly observed: Observed
  /** Endpoints that are not there, or not at the origin of the target. */
  readonly missing: readonly string[]
  readonly origin: string
}

/** Without its endpoints an authorization server cannot be tried. */
export const metadataFound = (): Expectation<FoundMetadata> => ({
  text: 'must name its endpoints, at the origin of the target, in its metadata',
  judge: ({ observed, missing, origin }) =>
    missing.length === 0
      ? { kind: 'met' }
      : {
          kind: 'unclear',
          reason: `${describeAnswer(observed)} without ${missing.join(' and ')} at ${origin}, the only one that is contacted`,
        },
})

const addressOnly = (address: string): string => address.replace(/[?#].*$/s, '')

/** Where the browser was sent, without the code or the token. */
export function describeOutcome({ last, sentTo, response }: AuthorizationOutcome): string {
  if (sentTo === undefined) return `${describeAnswer(last)}, ${contentOf(last)}`
  const error = response.get('error')
  const given = ['code', 'access_token', 'id_token'].filter((name) => response.has(name))
  const what =
    given.length > 0 ? ` with ${given.join(', ')}` : error === null ? '' : ` with error=${error.slice(0, 60)}`
  return `a redirect to ${addressOnly(sentTo)}${what}`
}

function contentOf({ exchange }: Observed): string {
  const type = exchange.response?.fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return /html/i.test(type) ? 'a page (op.signIn names the fields of its forms)' : type || 'no content'
}

/**
 * The error page of Spring Boot, opened by itself: it has no error to show, and says so by 500 and the status 999
 * (AbstractErrorController). A browser gets there when the page of an error dispatch wants a sign-in first; the request
 * was rejected before.
 */
const isEmptyErrorPage = ({ unmasked }: Observed): boolean =>
  /\bstatus=999\b|"status": ?999\b/.test(unmasked?.body ?? '')

/** Whether the server failed instead of answering an authorization request. */
export const isAuthorizationCrash = ({ last }: AuthorizationOutcome): boolean =>
  isCrash(last) && !isEmptyErrorPage(last)

/** A code at the registered redirect URI (RFC 6749 §4.1.2). */
export const codeSent = (): Expectation<AuthorizationOutcome> => ({
  text: 'must send a code to the registered redirect URI',
  judge: (outcome) => {
    const { response } = outcome
    if (response.has('code') && isRegistered(outcome)) return { kind: 'met' }
    return { kind: isAuthorizationCrash(outcome) ? 'crash' : 'broken', received: describeOutcome(outcome) }
  },
})

const isRegistered = ({ sentTo = '', registered }: AuthorizationOutcome): boolean => addressOnly(sentTo) === registered
