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
  text: 'names its endpoints, at the origin of the target, in its metadata',
  judge: ({ observed, missing, origin }) =>
    missing.length === 0
      ? { kind: 'met' }
      : {
          kind: 'unclear',
          reason: `${describeAnswer(observed)} without ${missing.join(' and ')} at ${origin}, the only one that is contacted`,
        },
})

const addressOnly = (address: string): string => address.replace(/[?#].*$/s, '')

/** Where the browser came to, without a code or a token. */
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

/** A code at the registered redirect URI (RFC 6749 §4.1.2). */
export const codeSent = (): Expectation<AuthorizationOutcome> => ({
  text: 'sends a code to the registered redirect URI',
  judge: (outcome) => {
    const { response, last } = outcome
    if (response.has('code') && isRegistered(outcome)) return { kind: 'met' }
    return { kind: isCrash(last) ? 'crash' : 'broken', received: describeOutcome(outcome) }
  },
})

/** A code at this address, which differs from the registered one as it may. */
export const codeAt = (address: string): Expectation<AuthorizationOutcome> => ({
  text: 'sends a code to the address that was asked for',
  judge: (outcome) => codeSent().judge({ ...outcome, registered: address }),
})

/** The request is refused, in whatever way: no code goes anywhere, nor a token (RFC 6749 §4.1.2.1). */
export const noCodeSent = (): Expectation<AuthorizationOutcome> => ({
  text: 'sends no code',
  judge: (outcome) => {
    if (hasGrant(outcome)) return { kind: 'broken', received: describeOutcome(outcome) }
    return isCrash(outcome.last) ? { kind: 'crash', received: describeAnswer(outcome.last) } : { kind: 'met' }
  },
})

/** A code or none are both fine; a code is noted. */
export const noteWhenSent = (): Expectation<AuthorizationOutcome> => ({
  text: 'answers without a crash; a code is noted',
  judge: (outcome) => {
    if (isCrash(outcome.last)) return { kind: 'crash', received: describeAnswer(outcome.last) }
    return hasGrant(outcome) ? { kind: 'met', note: describeOutcome(outcome) } : { kind: 'met' }
  },
})

/**
 * Nothing is sent to an address that is not registered, not even an error (RFC 6749 §4.1.2.1, RFC 9700 §4.11.2), and no
 * code anywhere. An error that goes to the registered address is noted.
 */
export const staysAway = (supplied: string): Expectation<AuthorizationOutcome> => ({
  text: 'shows an error, and redirects neither there nor anywhere with a code',
  judge: (outcome) => {
    const { sentTo, last } = outcome
    if (hasGrant(outcome)) return { kind: 'broken', received: describeOutcome(outcome) }
    const there = sentTo !== undefined && supplied !== '' && sentTo.startsWith(supplied)
    if (there || (sentTo !== undefined && !isRegistered(outcome)))
      return { kind: 'broken', received: describeOutcome(outcome) }
    if (isCrash(last)) return { kind: 'crash', received: describeAnswer(last) }
    return sentTo === undefined ? { kind: 'met' } : { kind: 'met', note: describeOutcome(outcome) }
  },
})

/** Whatever is sent is sent to the registered address, as where it may stand in for a missing one (RFC 6749 §3.1.2.3). */
export const onlyRegistered = (): Expectation<AuthorizationOutcome> => ({
  text: 'redirects to the registered redirect URI, if anywhere',
  judge: (outcome) => {
    const { sentTo, last } = outcome
    if (sentTo !== undefined && !isRegistered(outcome)) return { kind: 'broken', received: describeOutcome(outcome) }
    if (isCrash(last)) return { kind: 'crash', received: describeAnswer(last) }
    return sentTo === undefined ? { kind: 'met' } : { kind: 'met', note: describeOutcome(outcome) }
  },
})

const hasGrant = ({ response }: AuthorizationOutcome): boolean =>
  ['code', 'access_token', 'id_token'].some((name) => response.has(name))

const isRegistered = ({ sentTo = '', registered }: AuthorizationOutcome): boolean => addressOnly(sentTo) === registered
