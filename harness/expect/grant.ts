import type { Expectation, Observed } from '../model.ts'
import { fieldValue } from '../retry-after.ts'
import { describeAnswer, isCrash } from './received.ts'

/** The error code of a JSON answer (RFC 6749 §5.2); undefined where there is none. */
export function errorOf({ whole }: Observed): string | undefined {
  try {
    const { error } = JSON.parse(whole?.body ?? '') as { readonly error?: unknown }
    return typeof error === 'string' ? error : undefined
  } catch {
    return undefined
  }
}

const shown = (observed: Observed): string => {
  const error = errorOf(observed)
  return error === undefined ? describeAnswer(observed) : `${describeAnswer(observed)}, ${error.slice(0, 60)}`
}

/**
 * A token request is refused: it gives out no token, and says why by one of these error codes (RFC 6749 §5.2). Another
 * code only warns, since it lets nobody in.
 */
export const grantRefused = (...codes: readonly [string, ...string[]]): Expectation => ({
  text: `gives out no token, and answers ${codes.join(' or ')}`,
  judge: (observed) => {
    const names = Object.keys(observed.issued ?? {})
    if (names.length > 0) return { kind: 'broken', received: `${describeAnswer(observed)} with ${names.join(', ')}` }
    if (isCrash(observed)) return { kind: 'crash', received: describeAnswer(observed) }
    if (codes.includes(errorOf(observed) ?? '')) return { kind: 'met' }
    return { kind: 'broken', received: shown(observed), advisory: true }
  },
})

/** Whoever authenticates by Authorization and fails is challenged (RFC 6749 §5.2). */
export const clientChallenged = (): Expectation => ({
  text: 'answers 401 with WWW-Authenticate: Basic to a client that used it',
  judge: (observed) => {
    const { response } = observed.exchange
    if (isCrash(observed)) return { kind: 'crash', received: describeAnswer(observed) }
    const challenge = fieldValue(response?.fields ?? [], 'www-authenticate')
    if (response?.status === 401 && /^basic\b/i.test(challenge ?? '')) return { kind: 'met' }
    const received = `${describeAnswer(observed)} ${challenge === undefined ? 'without WWW-Authenticate' : `with ${challenge}`}`
    return { kind: 'broken', received, severity: 'low' }
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
    const won = uses.filter(({ issued = {} }) => Object.keys(issued).length > 0).length
    const received = `${won} of ${uses.length} uses were given tokens`
    if (won > 1 && retry === 0) return { kind: 'broken', received }
    const crash = uses.find(isCrash)
    if (crash) return { kind: 'crash', received: describeAnswer(crash) }
    if (won > 1) return { kind: 'met', note: `${received}, as declared by op.retry` }
    return won === 1 ? { kind: 'met' } : { kind: 'broken', received, advisory: true }
  },
})
