import type { Expectation, Observed } from '../model/expectation.ts'
import { quantile } from '../timing/statistics/quantile.ts'
import { readRateLimit } from '../wire/rate-limit.ts'
import { fieldValue, retryAfterMs } from '../wire/retry-after.ts'
import { describeAnswer, isCrash, isThrottled } from './received.ts'

/** A client that is told to wait for longer is not throttled but shut out. */
const dayMs = 86_400_000

/** Milliseconds that an answer asks to wait; undefined where it says nothing readable (RFC 9110 §10.2.3). */
export const announcedWait = ({ exchange: { response, startedAt, durationMs } }: Observed): number | undefined =>
  response && retryAfterMs(response.fields, startedAt + durationMs)

/** What became of requests that were sent faster than the declared limit allows. */
export interface Burst {
  readonly answers: readonly Observed[]
  /** So many may be served, tolerance included. */
  readonly most: number
  /** Milliseconds from the first byte sent to the last one received. */
  readonly tookMs: number
}

/** A burst is served as far as the limit goes, and throttled beyond (RFC 6585 §4). */
export const acceptedWithin = (): Expectation<Burst> => ({
  text: 'serves no more than the declared limit, give or take a fifth, and throttles the rest',
  judge: ({ answers, most, tookMs }) => {
    const served = answers.filter((answer) => answer.accepted).length
    const figures = `${served} of ${answers.length} were served within ${Math.round(tookMs)} ms, where ${Math.floor(most)} may be`
    if (served > most) return { kind: 'broken', received: figures }
    const others = answers.filter((answer) => !answer.accepted)
    const crash = others.find(isCrash)
    if (crash) return { kind: 'crash', received: describeAnswer(crash) }
    const odd = others.find(({ exchange }) => !(exchange.response && isThrottled(exchange.response)))
    if (odd) return { kind: 'broken', received: `${describeAnswer(odd)} instead of 429` }
    if (others.length > 0) return { kind: 'met', note: figures }
    return { kind: 'broken', received: `${figures}: the limit was not reached in that time`, advisory: true }
  },
})

/** Attempts to be counted as somebody else, sent while the limit is used up. */
export interface Evasion {
  readonly answers: readonly Observed[]
  /** So many could be served because the limit refills meanwhile. */
  readonly most: number
  /** Whether the same request without the change was throttled right before and right after. */
  readonly limited: boolean
}

/** Whether a guess was held up: throttled, or its account locked (RFC 4918 §11.3). */
export const isHeldUp = ({ exchange: { response } }: Observed): boolean =>
  response !== undefined && (isThrottled(response) || response.status === 423)

/** A request that is merely spelled otherwise finds the same limit used up. */
export const noFreshLimit = (): Expectation<Evasion> => ({
  text: 'counts the request as one of the same client',
  judge: ({ answers, most, limited }) => {
    const served = answers.filter((answer) => answer.accepted).length
    const crash = answers.find(isCrash)
    if (served > most && limited) {
      return { kind: 'broken', received: `${served} of ${answers.length} were served though the limit was used up` }
    }
    return crash ? { kind: 'crash', received: describeAnswer(crash) } : { kind: 'met' }
  },
})

/** The limit does not concern this request. */
export const notThrottled = (): Expectation => ({
  text: 'does not throttle the request',
  judge: (observed) => {
    const { response } = observed.exchange
    if (response && isThrottled(response)) return { kind: 'broken', received: describeAnswer(observed) }
    return isCrash(observed) ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

/** Retry-After, where there is one, is a wait of up to a day, and not shorter than RateLimit tells; without it, a warning. */
export const retryAfterTells = (): Expectation => ({
  text: 'says in Retry-After how long to wait, as seconds or a date within a day',
  judge: (observed) => {
    const fields = observed.exchange.response?.fields ?? []
    const value = fieldValue(fields, 'retry-after')
    if (value === undefined) return { kind: 'broken', received: 'no Retry-After', advisory: true }
    const received = `Retry-After: ${value}`
    const wait = announcedWait(observed)
    if (wait === undefined || wait > dayMs) return { kind: 'broken', received }
    const resets = (readRateLimit(fields) ?? []).flatMap(({ remaining, resetSeconds }) =>
      remaining === 0 && resetSeconds !== undefined ? [resetSeconds] : [],
    )
    const latest = Math.max(0, ...resets)
    // A date is as exact as a second.
    if (wait + 1000 >= latest * 1000) return { kind: 'met' }
    return { kind: 'broken', received: `${received}, where RateLimit says ${latest} s` }
  },
})

/** The content says why (RFC 6585 §4: SHOULD); nothing in it is a warning. */
export const reasonGiven = (): Expectation => ({
  text: 'gives a reason in the content',
  judge: ({ exchange }) =>
    (exchange.response?.bodyBytes ?? 0) > 0
      ? { kind: 'met' }
      : { kind: 'broken', received: 'an empty content', advisory: true },
})

/** Attempts to guess a secret, one after the other. */
export interface Guesses {
  readonly answers: readonly Observed[]
  /** Why an unlimited number of guesses does not matter, or undefined where it does. */
  readonly harmless: string | undefined
  /** Whether the right secret is refused after them: a lock-out. */
  readonly locked: boolean
}

/** Guesses that are answered as slowly as this are limited enough: fewer than a hundred come through in a minute. */
const slowMs = 600

/** After at most a hundred guesses there is a 429, a lock-out, or a delay that grows (OWASP ASVS 6.3.1). */
export const guessingSlowed = (): Expectation<Guesses> => ({
  text: 'throttles, locks out or delays whoever guesses, within 100 attempts',
  judge: ({ answers, harmless, locked }) => {
    const tries = `${answers.length} wrong attempts`
    if (answers.some(isHeldUp)) return { kind: 'met', note: `throttled by ${tries}` }
    const crash = answers.find(isCrash)
    if (crash) return { kind: 'crash', received: describeAnswer(crash) }
    if (locked) return { kind: 'met', note: `locked out after ${tries}` }
    const times = answers.map(({ exchange }) => exchange.durationMs)
    const [begin, end] = [quantile(50, times.slice(0, 10)), quantile(50, times.slice(-10))]
    if (end >= slowMs || (end > 100 && end > begin * 4)) return { kind: 'met', note: `delayed after ${tries}` }
    const received = `${tries} in ${Math.round(times.reduce((sum, time) => sum + time, 0))} ms, all answered at once`
    return harmless === undefined ? { kind: 'broken', received } : { kind: 'met', note: `${received}; ${harmless}` }
  },
})
