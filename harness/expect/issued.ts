import type { Expectation, Observed } from '../model/expectation.ts'
import { fieldValue } from '../wire/retry-after.ts'
import { advisory } from './access.ts'
import { describeAnswer, isCrash } from './received.ts'

const describeIssued = (observed: Observed): string => {
  const names = Object.keys(observed.captured ?? {})
  return names.length === 0 ? describeAnswer(observed) : `${describeAnswer(observed)} with ${names.join(', ')}`
}

/** The answer holds the tokens that the attempt is sent for, at least these of them. */
export const tokensIssued = (...names: readonly string[]): Expectation => ({
  text: `answers with ${names.length === 0 ? 'tokens' : names.join(' and ')}`,
  judge: (observed) => {
    const { captured = {} } = observed
    const all = names.length === 0 ? Object.keys(captured).length > 0 : names.every((name) => name in captured)
    if (all) return { kind: 'met' }
    return isCrash(observed)
      ? { kind: 'crash', received: describeAnswer(observed) }
      : { kind: 'broken', received: `${describeIssued(observed)}, without ${names.join(' and ') || 'tokens'}` }
  },
})

/**
 * No token is given out, whatever the status; a 5xx, a reset or a hang withholds it too, but is a crash. `orCloses`: the
 * connection may be closed instead, as a body that is too large lets servers do (RFC 9110 §15.5.14).
 */
export const noTokenIssued = ({ orCloses = false }: { readonly orCloses?: boolean } = {}): Expectation => ({
  text: 'gives out no token',
  judge: (observed) => {
    const { failure } = observed.exchange
    if (Object.keys(observed.captured ?? {}).length > 0) return { kind: 'broken', received: describeIssued(observed) }
    if (orCloses && (failure?.kind === 'closed' || failure?.kind === 'reset')) return { kind: 'met' }
    return isCrash(observed) ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

/** As required; where the target's rules are not those of OAuth, a warning (RFC 9700 §1 speaks of OAuth only). */
export const unlessOauth = (rules: 'oauth' | 'application', expectation: Expectation): Expectation =>
  rules === 'oauth' ? expectation : advisory(expectation)

/** What became of one refresh token that was used several times at once. */
export interface ParallelUses {
  readonly uses: readonly Observed[]
  /** Refreshes with tokens that came of the uses, as far as they were given something. */
  readonly living: readonly Observed[]
  /** Milliseconds in which a repeated use is declared to be fine. */
  readonly grace: number
}

/** Exactly one of the uses is given tokens, or the same ones; what came of the others leads nowhere. */
export const oneLineage = (): Expectation<ParallelUses> => ({
  text: 'lets one of the uses win, and no second one live on',
  judge: ({ uses, living, grace }) => {
    const crash = [...uses, ...living].find(isCrash)
    if (crash) return { kind: 'crash', received: describeAnswer(crash) }
    const won = uses.filter(({ captured = {} }) => Object.keys(captured).length > 0).length
    const received = `${won} of ${uses.length} uses were given tokens, ${living.length} of these live on`
    if (won > 0 && living.length < 2) return { kind: 'met' }
    if (won > 0 && grace > 0) return { kind: 'met', note: `${received}, in the grace period` }
    return won === 0 ? { kind: 'broken', received, advisory: true } : { kind: 'broken', received }
  },
})

/** An answer with tokens may not be stored by anybody (RFC 6749 §5.1; RFC 9111 §5.2.2.5). One without them may. */
export const noStore = (): Expectation => ({
  text: 'sends Cache-Control: no-store with tokens',
  judge: ({ exchange: { response }, captured = {} }) => {
    if (Object.keys(captured).length === 0) return { kind: 'met' }
    const value = fieldValue(response?.fields ?? [], 'cache-control')
    const directives = (value ?? '').split(',').map((each) => each.trim().toLowerCase())
    if (directives.includes('no-store')) return { kind: 'met' }
    return { kind: 'broken', received: value === undefined ? 'no Cache-Control' : `Cache-Control: ${value}` }
  },
})

/** The answer is JSON (RFC 6749 §5.1, §5.2; types that end in +json by RFC 6839 §3.1). */
export const jsonAnswer = (): Expectation => ({
  text: 'answers in application/json',
  judge: (observed) => {
    if (isCrash(observed)) return { kind: 'crash', received: describeAnswer(observed) }
    const value = fieldValue(observed.exchange.response?.fields ?? [], 'content-type')
    if (/^application\/([\w.-]+\+)?json *(;|$)/i.test(value ?? '')) return { kind: 'met' }
    return { kind: 'broken', received: value === undefined ? 'no Content-Type' : `Content-Type: ${value}` }
  },
})

/** An access token after the session that it belongs to was ended. */
export interface AfterLogout {
  readonly used: Observed
  /** Milliseconds that it works on by its own account; undefined when that is not known. */
  readonly left: number | undefined
}

/** Tokens that nobody can revoke should not outlive their session by more. */
const soonMs = 15 * 60_000

/** The access token is refused, or expires soon; the time that is left is noted. */
export const accessEndsSoon = (): Expectation<AfterLogout> => ({
  text: 'refuses the access token, or lets it expire within 15 minutes',
  judge: ({ used, left }) => {
    if (!used.accepted) return isCrash(used) ? { kind: 'crash', received: describeAnswer(used) } : { kind: 'met' }
    const exposed = left === undefined ? 'for an unknown time' : `for ${Math.round(Math.max(0, left) / 1000)} s`
    const received = `the access token lives on after the logout, ${exposed}`
    return left !== undefined && left <= soonMs
      ? { kind: 'met', note: received }
      : { kind: 'broken', received, advisory: true }
  },
})
