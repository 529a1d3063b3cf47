import type { Expectation, Observed } from '../model/expectation.ts'
import { describeAnswer, isCrash } from './received.ts'

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** Tries of one token, until it came out as wanted or the time was over. Times in milliseconds. */
export interface Wait {
  readonly answers: readonly Observed[]
  readonly withinMs: number
  readonly tookMs: number
  readonly reached: boolean
}

const crashIn = (answers: readonly Observed[]) => {
  const crash = answers.find(isCrash)
  return crash && ({ kind: 'crash', received: describeAnswer(crash) } as const)
}

/** A key that was published is used in time (OpenID Connect Core §10.1.1). */
export const pickedUp = (): Expectation<Wait> => ({
  text: 'serves a token by a newly published key within the declared time',
  judge: ({ answers, tookMs, reached }) => {
    const crash = crashIn(answers)
    if (crash) return crash
    const last = answers.at(-1)
    if (reached || !last) return { kind: 'met', note: `picked up after ${seconds(tookMs)}` }
    return { kind: 'broken', received: `${describeAnswer(last)} for ${seconds(tookMs)}` }
  },
})

/** However long it takes, no answer is a crash. */
export const survivesWaiting = (): Expectation<Wait> => ({
  text: 'answers without a crash meanwhile',
  judge: ({ answers }) => crashIn(answers) ?? { kind: 'met' },
})

/** A key that was withdrawn is forgotten in time; `cacheFor` is the time that the target declares, in milliseconds. */
export const forgotten = (cacheFor: number): Expectation<Wait> => ({
  text: 'refuses a token by a withdrawn key once its declared cache has run out',
  judge: ({ answers, withinMs, tookMs, reached }) => {
    if (reached) return crashIn(answers) ?? { kind: 'met', note: `forgotten after ${seconds(tookMs)}` }
    if (withinMs > cacheFor) return { kind: 'broken', received: `still served after ${seconds(tookMs)}` }
    const reason = `still served after ${seconds(tookMs)}, and the target may keep keys for ${seconds(cacheFor)}: raise jwks.waitAtMost above that, or start the target with a shorter cache and declare it as jwks.cacheFor`
    return { kind: 'unclear', reason }
  },
})

/** Served or refused are both fine, but not by chance. */
export const alwaysTheSame = (): Expectation<readonly Observed[]> => ({
  text: 'answers the same token alike each time',
  judge: (answers) => {
    const served = answers.filter((answer) => answer.accepted).length
    if (served > 0 && served < answers.length) {
      return { kind: 'broken', received: `${served} of ${answers.length} were served` }
    }
    return crashIn(answers) ?? { kind: 'met', note: served > 0 ? 'served' : 'refused' }
  },
})

/** What the issuer was asked while something was sent to the target. */
export interface Fetching {
  /** What the issuer was asked, such as `GET /jwks`. */
  readonly requests: readonly string[]
  /** So many are fine. */
  readonly most: number
  readonly sent: number
}

/** Whoever sends tokens does not decide how often the issuer is asked (CWE-770). */
export const fetchesWithin = (): Expectation<Fetching> => ({
  text: 'asks its issuer only a few times, however many tokens come',
  judge: ({ requests, most, sent }) => {
    const figures = `${requests.length} requests to the issuer for ${sent} tokens, where ${most} are enough`
    return requests.length > most ? { kind: 'broken', received: figures } : { kind: 'met', note: figures }
  },
})

/** Access is withheld; a 503 that says so is no crash, because without keys nobody can tell (RFC 9110 §15.6.4). */
export const rejectedWithoutKeys = (): Expectation => ({
  text: 'refuses the token, or answers 503',
  judge: (observed) => {
    if (observed.accepted) return { kind: 'broken', received: describeAnswer(observed) }
    const unavailable = observed.exchange.response?.status === 503
    return isCrash(observed) && !unavailable ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

/** Requests that came while another one waited for something. */
export interface Overtaking {
  readonly held: readonly Observed[]
  readonly passed: readonly Observed[]
}

/** A request that was answered as quickly as this did not wait. Milliseconds. */
const atOnceMs = 200

/** Whoever waits for the issuer holds up nobody else: the quickest of the others tells. */
export const notHeldUp = (): Expectation<Overtaking> => ({
  text: 'answers other requests at once while one waits for keys',
  judge: ({ held, passed }) => {
    const waited = Math.max(...held.map(({ exchange }) => exchange.durationMs))
    const quickest = Math.min(...passed.map(({ exchange }) => exchange.durationMs))
    const received = `the quickest of ${passed.length} others took ${seconds(quickest)}, while one waited for ${seconds(waited)}`
    return quickest > Math.max(atOnceMs, waited / 2) ? { kind: 'broken', received } : { kind: 'met' }
  },
})
