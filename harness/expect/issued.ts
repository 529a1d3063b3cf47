import type { Expectation, Observed } from '../model/expectation.ts'
import type { InFlow } from '../model/flow.ts'
import { fieldValue } from '../wire/headers/retry-after.ts'
import { describeAnswer, isCrash } from './received.ts'

const describeIssued = (observed: Observed): string => {
  const names = Object.keys(observed.captured ?? {})
  return names.length === 0 ? describeAnswer(observed) : `${describeAnswer(observed)} with ${names.join(', ')}`
}

/** The answer holds tokens, at least those of these names. */
export const tokensIssued = (...names: readonly string[]): Expectation => ({
  text: `must answer with ${names.length === 0 ? 'tokens' : names.join(' and ')}`,
  judge: (observed) => {
    const { captured = {} } = observed
    const all = names.length === 0 ? Object.keys(captured).length > 0 : names.every((name) => name in captured)
    if (all) return { kind: 'met' }
    return isCrash(observed)
      ? { kind: 'crash', received: describeAnswer(observed) }
      : {
          kind: 'broken',
          received: `${describeIssued(observed)}, without ${names.join(' and ') || 'tokens'}`,
          wrongly: 'rejected',
        }
  },
})

/**
 * No token is issued, whatever the status; a 5xx, a reset or a hang is a crash. `orCloses`: the connection may be closed
 * instead, as servers do when a body is too large (RFC 9110 §15.5.14).
 */
export const noTokenIssued = ({ orCloses = false }: { readonly orCloses?: boolean } = {}): Expectation => ({
  text: 'must issue no token',
  judge: (observed) => {
    const { failure } = observed.exchange
    if (Object.keys(observed.captured ?? {}).length > 0) {
      return { kind: 'broken', received: describeIssued(observed), wrongly: 'accepted' }
    }
    if (orCloses && (failure?.kind === 'closed' || failure?.kind === 'reset')) return { kind: 'met' }
    return isCrash(observed) ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

/** The names of the steps that used one refresh token several times, and each token that came of that. */
export interface Lineage {
  readonly uses: string
  readonly successors: string
  /** Of the milliseconds in which a repeated use is declared to be fine. */
  readonly grace: string
}

/** Exactly one of the uses is answered with tokens, or all with the same ones; no second successor works. */
export const oneLineage = ({ uses, successors, grace }: Lineage): Expectation<InFlow> => ({
  text: 'must accept one of the parallel uses, and no second successor',
  judge: ({ value, answersOf }) => {
    const [used, followed] = [answersOf(uses), answersOf(successors)]
    const crash = [...used, ...followed].find(isCrash)
    if (crash) return { kind: 'crash', received: describeAnswer(crash) }
    const [won, living] = [used, followed].map(
      (answers) => answers.filter(({ captured = {} }) => Object.keys(captured).length > 0).length,
    ) as [number, number]
    const received = `${won} of ${used.length} uses were answered with tokens, ${living} of these still work`
    if (won > 0 && living < 2) return { kind: 'met' }
    if (won > 0 && Number(value(grace) ?? 0) > 0) return { kind: 'met', note: `${received}, in the grace period` }
    return { kind: 'broken', received, ...(won === 0 ? { advisory: true } : { wrongly: 'accepted' }) }
  },
})

/** An answer with tokens must not be stored (RFC 6749 §5.1; RFC 9111 §5.2.2.5). */
export const noStore = (): Expectation => ({
  text: 'must send Cache-Control: no-store with tokens',
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
  text: 'must answer in application/json',
  judge: (observed) => {
    if (isCrash(observed)) return { kind: 'crash', received: describeAnswer(observed) }
    const value = fieldValue(observed.exchange.response?.fields ?? [], 'content-type')
    if (/^application\/([\w.-]+\+)?json *(;|$)/i.test(value ?? '')) return { kind: 'met' }
    return { kind: 'broken', received: value === undefined ? 'no Content-Type' : `Content-Type: ${value}` }
  },
})
