import type { Expectation, Observed } from '../model/expectation.ts'
import { jsonObject } from '../wire/json-object.ts'
import { fieldValue } from '../wire/retry-after.ts'
import { describeAnswer, isCrash } from './received.ts'

/** The error code of a JSON answer (RFC 6749 §5.2); undefined where there is none. */
export function errorOf({ unmasked }: Observed): string | undefined {
  const { error } = jsonObject(unmasked?.body ?? '') ?? {}
  return typeof error === 'string' ? error : undefined
}

const shown = (observed: Observed): string => {
  const error = errorOf(observed)
  return error === undefined ? describeAnswer(observed) : `${describeAnswer(observed)}, ${error.slice(0, 60)}`
}

/**
 * A token request is refused: it gives out no token, and says why by one of these error codes (RFC 6749 §5.2). Another
 * code only warns, since it lets nobody in.
 */
export const grantRejected = (...codes: readonly [string, ...string[]]): Expectation => ({
  text: `gives out no token, and answers ${codes.join(' or ')}`,
  judge: (observed) => {
    const names = Object.keys(observed.captured ?? {})
    if (names.length > 0) return { kind: 'broken', received: `${describeAnswer(observed)} with ${names.join(', ')}` }
    if (isCrash(observed)) return { kind: 'crash', received: describeAnswer(observed) }
    if (codes.includes(errorOf(observed) ?? '')) return { kind: 'met' }
    return { kind: 'broken', received: shown(observed), advisory: true }
  },
})

const membersOf = ({ unmasked }: Observed): Readonly<Record<string, unknown>> => jsonObject(unmasked?.body ?? '') ?? {}

/** A successful answer has the members that clients rely on (RFC 6749 §5.1). */
export const tokenShape = (): Expectation => ({
  text: 'answers 200 with access_token, token_type and, if it tells, expires_in as a number of seconds',
  judge: (observed) => {
    if (isCrash(observed)) return { kind: 'crash', received: describeAnswer(observed) }
    const { access_token, token_type, expires_in } = membersOf(observed)
    if (observed.unmasked?.status !== 200) return { kind: 'broken', received: shown(observed) }
    if (typeof access_token !== 'string' || access_token === '') return { kind: 'broken', received: 'no access_token' }
    if (typeof token_type !== 'string') return { kind: 'broken', received: 'no token_type' }
    if (expires_in === undefined) return { kind: 'broken', received: 'no expires_in', advisory: true }
    const right = typeof expires_in === 'number' && expires_in > 0
    return right ? { kind: 'met' } : { kind: 'broken', received: `expires_in is ${JSON.stringify(expires_in)}` }
  },
})

/** Characters of error and error_description (RFC 6749 §5.2). */
const errorText = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

/** A refusal is 400, or 401 for a client that is unknown, in JSON with one of these codes (RFC 6749 §5.2). */
export const errorShape = (...codes: readonly [string, ...string[]]): Expectation => ({
  text: `answers 400 in JSON with the error ${codes.join(' or ')}`,
  judge: (observed) => {
    const { response } = observed.exchange
    if (isCrash(observed)) return { kind: 'crash', received: describeAnswer(observed) }
    const { error, error_description: description = '' } = membersOf(observed)
    const allowed = error === 'invalid_client' ? [400, 401] : [400]
    const json = /^application\/([\w.-]+\+)?json *(;|$)/i.test(fieldValue(response?.fields ?? [], 'content-type') ?? '')
    if (!json) return { kind: 'broken', received: `${describeAnswer(observed)}, which is not JSON` }
    if (!allowed.includes(response?.status ?? 0)) return { kind: 'broken', received: shown(observed) }
    if (typeof error !== 'string' || !codes.includes(error)) return { kind: 'broken', received: shown(observed) }
    if (typeof description === 'string' && errorText.test(description)) return { kind: 'met' }
    return { kind: 'broken', received: 'an error_description with characters that it may not have', severity: 'low' }
  },
})

/** Whoever authenticates by Authorization and fails is challenged (RFC 6749 §5.2). */
export const clientChallenged = (): Expectation => ({
  text: 'answers 401 (another status is a warning) with WWW-Authenticate: Basic to a client that used it',
  judge: (observed) => {
    const { response } = observed.exchange
    if (isCrash(observed)) return { kind: 'crash', received: describeAnswer(observed) }
    const challenge = fieldValue(response?.fields ?? [], 'www-authenticate')
    if (response?.status === 401 && /^basic\b/i.test(challenge ?? '')) return { kind: 'met' }
    const received = `${describeAnswer(observed)} ${challenge === undefined ? 'without WWW-Authenticate' : `with ${challenge}`}`
    return { kind: 'broken', received, severity: 'low', advisory: response?.status !== 401 }
  },
})

/** What became of one code that was redeemed several times at once. */
export interface ParallelRedemptions {
  readonly uses: readonly Observed[]
  /** Milliseconds in which a repeated use is declared to be fine. */
  readonly retry: number
}

/** A code is worth tokens once (RFC 6749 §4.1.2). */
export const redeemedOnce = (): Expectation<ParallelRedemptions> => ({
  text: 'gives tokens for one of the uses at most',
  judge: ({ uses, retry }) => {
    const won = uses.filter(({ captured = {} }) => Object.keys(captured).length > 0).length
    const received = `${won} of ${uses.length} uses were given tokens`
    if (won > 1 && retry === 0) return { kind: 'broken', received }
    const crash = uses.find(isCrash)
    if (crash) return { kind: 'crash', received: describeAnswer(crash) }
    if (won > 1) return { kind: 'met', note: `${received}, as declared by op.retry` }
    return won === 1 ? { kind: 'met' } : { kind: 'broken', received, advisory: true }
  },
})
