import type { Expectation, Observed } from '../model.ts'
import { advisory } from './access.ts'
import { describeAnswer, isCrash } from './received.ts'

const describeIssued = (observed: Observed): string => {
  const names = Object.keys(observed.issued ?? {})
  return names.length === 0 ? describeAnswer(observed) : `${describeAnswer(observed)} with ${names.join(', ')}`
}

/** The answer holds the tokens that the attempt is sent for, at least these of them. */
export const tokensIssued = (...names: readonly string[]): Expectation => ({
  text: `answers with ${names.length === 0 ? 'tokens' : names.join(' and ')}`,
  judge: (observed) => {
    const { issued = {} } = observed
    const all = names.length === 0 ? Object.keys(issued).length > 0 : names.every((name) => name in issued)
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
    if (Object.keys(observed.issued ?? {}).length > 0) return { kind: 'broken', received: describeIssued(observed) }
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
    const won = uses.filter(({ issued = {} }) => Object.keys(issued).length > 0).length
    const received = `${won} of ${uses.length} uses were given tokens, ${living.length} of these live on`
    if (won > 0 && living.length < 2) return { kind: 'met' }
    if (won > 0 && grace > 0) return { kind: 'met', note: `${received}, in the grace period` }
    return won === 0 ? { kind: 'broken', received, advisory: true } : { kind: 'broken', received }
  },
})
