import { announcedWait } from '../../harness/expect/index.ts'
import { describeAnswer, isCrash, isThrottled } from '../../harness/expect/received.ts'
import { retryAfter, serviceLimits } from '../../harness/expect/throttle.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { InFlow } from '../../harness/model/flow.ts'
import type { CountedRequests } from '../../harness/model/steps/limit.ts'

/** A client that must wait longer is locked out rather than throttled. */
const dayMs = 86_400_000

/** A burst is accepted as far as the limit allows, and throttled beyond (RFC 6585 §4). */
export const acceptedWithinLimit = (): Expectation<Pick<CountedRequests, 'answers' | 'most' | 'tookMs'>> => ({
  text: 'must accept no more than the declared limit plus a fifth, and throttle the rest',
  judge: ({ answers, most, tookMs }) => {
    if (answers.length === 0) return { kind: 'met', note: 'the limit refills too fast to be judged at this rate' }
    const accepted = answers.filter((answer) => answer.accepted).length
    const figures = `${accepted} of ${answers.length} were accepted within ${Math.round(tookMs)} ms, where ${Math.floor(most)} may be`
    if (accepted > most) return { kind: 'broken', received: figures }
    const others = answers.filter((answer) => !answer.accepted)
    const crash = others.find(isCrash)
    if (crash) return { kind: 'crash', received: describeAnswer(crash) }
    const unthrottled = others.find(({ exchange }) => !(exchange.response && isThrottled(exchange.response)))
    if (unthrottled) return { kind: 'broken', received: `${describeAnswer(unthrottled)} instead of 429` }
    if (others.length > 0) return { kind: 'met', note: figures }
    return { kind: 'broken', received: `${figures}: the limit was not reached in that time`, advisory: true }
  },
})

/** The request after the announced wait is accepted; a warning where only one a second later is. Names two steps. */
export const acceptedAfterWait = (first: string, second: string): Expectation<Pick<InFlow, 'answersOf'>> => ({
  text: 'must accept a request after the announced wait',
  judge: ({ answersOf }) => {
    const [answer] = answersOf(first)
    if (!answer || answer.accepted) return { kind: 'met' }
    return answersOf(second).some(({ accepted }) => accepted)
      ? { kind: 'broken', received: `${describeAnswer(answer)}, but accepted a second later`, advisory: true }
      : { kind: 'broken', received: describeAnswer(answer) }
  },
})

/** Requests that imitate another client, sent while the limit is used up. */
export interface Imitation {
  readonly answers: readonly Observed[]
  /** So many may be accepted because the limit refills meanwhile. */
  readonly most: number
  /** Whether the same request without the change was throttled right before and right after. */
  readonly limited: boolean
}

/** A request that is only written differently counts against the same limit. */
export const countedAsSameClient = (): Expectation<Imitation> => ({
  text: 'must count the request as one of the same client',
  judge: ({ answers, most, limited }) => {
    const accepted = answers.filter((answer) => answer.accepted).length
    const crash = answers.find(isCrash)
    if (accepted > most && limited) {
      return { kind: 'broken', received: `${accepted} of ${answers.length} were accepted though the limit was used up` }
    }
    return crash ? { kind: 'crash', received: describeAnswer(crash) } : { kind: 'met' }
  },
})

/** The limit does not apply to this request; a warning where it is declared to count by address. */
export const notThrottled = (): Expectation => ({
  text: 'must not throttle the request',
  judge: (observed) => {
    const { response } = observed.exchange
    if (response && isThrottled(response)) {
      const advisory = observed.config.features.limit?.by.includes('address') ?? false
      return { kind: 'broken', received: describeAnswer(observed), advisory }
    }
    return isCrash(observed) ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

/** Retry-After, if present, is a wait of at most a day and not shorter than RateLimit says; without it, a warning. */
export const retryAfterValid = (): Expectation => ({
  text: 'must say in Retry-After how long to wait, as seconds or as a date within a day',
  judge: (observed) => {
    const value = retryAfter(observed)
    if (value === undefined) return { kind: 'broken', received: 'no Retry-After', advisory: true }
    const received = `Retry-After: ${value}`
    const wait = announcedWait(observed)
    if (wait === undefined || wait > dayMs) return { kind: 'broken', received }
    const resets = serviceLimits(observed).flatMap(({ remaining, resetSeconds }) =>
      remaining === 0 && resetSeconds !== undefined ? [resetSeconds] : [],
    )
    const latest = Math.max(0, ...resets)
    // A date has a precision of one second.
    if (wait + 1000 >= latest * 1000) return { kind: 'met' }
    return { kind: 'broken', received: `${received}, where RateLimit says ${latest} s` }
  },
})

/** The content explains the limit (RFC 6585 §4: SHOULD); an empty one is a warning. */
export const explainsLimit = (): Expectation => ({
  text: 'must explain in the content why the request was throttled',
  judge: ({ exchange }) =>
    (exchange.response?.bodyBytes ?? 0) > 0
      ? { kind: 'met' }
      : { kind: 'broken', received: 'an empty content', advisory: true },
})
