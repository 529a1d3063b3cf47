import { unclear, type Wait } from '../../harness/expect/index.ts'
import { describeAnswer, isCrash } from '../../harness/expect/received.ts'
import { crashIn } from '../../harness/expect/wait.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { ControlledIssuer } from '../../harness/model/issuer.ts'
import type { Listener } from '../../harness/model/run-context.ts'

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** A key that was published is used in time (OpenID Connect Core §10.1.1). */
export const newKeyAccepted = (): Expectation<Wait> => ({
  text: 'must accept a token signed with a newly published key within the declared time',
  judge: ({ answers, tookMs, reached }) => {
    const crash = crashIn(answers)
    if (crash) return crash
    const last = answers.at(-1)
    if (reached || !last) return { kind: 'met', note: `accepted after ${seconds(tookMs)}` }
    return { kind: 'broken', received: `${describeAnswer(last)} for ${seconds(tookMs)}` }
  },
})

/** A key that was withdrawn is dropped in time; `cacheFor` is the time that the target declares, in milliseconds. */
export const withdrawnKeyRejected = (cacheFor: number): Expectation<Wait> => ({
  text: 'must reject a token signed with a withdrawn key once its declared cache has expired',
  judge: ({ answers, withinMs, tookMs, reached }) => {
    if (reached) return crashIn(answers) ?? { kind: 'met', note: `rejected after ${seconds(tookMs)}` }
    if (withinMs > cacheFor) return { kind: 'broken', received: `still accepted after ${seconds(tookMs)}` }
    const reason = `still accepted after ${seconds(tookMs)}, and the target may keep keys for ${seconds(cacheFor)}: raise jwks.waitAtMost above that, or start the target with a shorter cache and declare it as jwks.cacheFor`
    return { kind: 'unclear', reason }
  },
})

/** What needs a new key cannot be judged where none is accepted, which `jwks/new-key-picked-up` judges. */
export const needsNewKey = (text: string): Expectation<unknown> =>
  unclear(text, 'it needs a newly published key, and the target accepted none in time')

/** Accepted or rejected are both fine, but not by chance. */
export const sameAnswerEachTime = (): Expectation<readonly Observed[]> => ({
  text: 'must answer the same token alike each time',
  judge: (answers) => {
    const accepted = answers.filter((answer) => answer.accepted).length
    if (accepted > 0 && accepted < answers.length) {
      return { kind: 'broken', received: `${accepted} of ${answers.length} were accepted` }
    }
    return crashIn(answers) ?? { kind: 'met', note: accepted > 0 ? 'accepted' : 'rejected' }
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

/** A caller does not decide how often the issuer is asked (CWE-770). */
export const fetchesWithin = (): Expectation<Fetching> => ({
  text: 'must ask its issuer only a few times, however many tokens arrive',
  judge: ({ requests, most, sent }) => {
    const figures = `${requests.length} requests to the issuer for ${sent} tokens, where ${most} are enough`
    return requests.length > most ? { kind: 'broken', received: figures } : { kind: 'met', note: figures }
  },
})

/** Rejected; a 503 is no crash here, because without keys the token cannot be verified (RFC 9110 §15.6.4). */
export const rejectedWithoutKeys = (): Expectation => ({
  text: 'must reject the token, or answer 503',
  judge: (observed) => {
    if (observed.accepted) return { kind: 'broken', received: describeAnswer(observed) }
    const unavailable = observed.exchange.response?.status === 503
    return isCrash(observed) && !unavailable ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

/** Requests that were sent while another one waited for keys. */
export interface Meanwhile {
  readonly waiting: readonly Observed[]
  readonly others: readonly Observed[]
}

/** A request that was answered as quickly as this did not wait. Milliseconds. */
const promptMs = 200

/** A request that waits for the issuer delays no other one: the quickest of the others tells. */
export const othersNotDelayed = (): Expectation<Meanwhile> => ({
  text: 'must answer other requests at once while one waits for keys',
  judge: ({ waiting, others }) => {
    const waited = Math.max(...waiting.map(({ exchange }) => exchange.durationMs))
    const quickest = Math.min(...others.map(({ exchange }) => exchange.durationMs))
    const received = `the quickest of ${others.length} others took ${seconds(quickest)}, while one waited for ${seconds(waited)}`
    return quickest > Math.max(promptMs, waited / 2) ? { kind: 'broken', received } : { kind: 'met' }
  },
})

type KeyRequests = Awaited<ReturnType<ControlledIssuer['journal']['entries']>>

/** Public documents are requested without any credentials, those of a caller above all. */
export const requestedWithoutCredentials = (): Expectation<KeyRequests> => ({
  text: 'must request keys by GET, without credentials or a query',
  judge: (requests) => {
    const wrong = requests.find(({ method, credentials }) => method !== 'GET' || credentials)
    if (!wrong) return { kind: 'met' }
    const { method, path, credentials = [] } = wrong
    return { kind: 'broken', received: `${method} ${path} with ${credentials.join(', ') || 'no credentials'}` }
  },
})

/** Keys come from the configured address, and from no other that an answer names. */
export const redirectNotFollowed = (): Expectation<Listener> => ({
  text: 'must not follow a redirect to another origin',
  judge: ({ requests }) =>
    requests.length === 0 ? { kind: 'met' } : { kind: 'broken', received: `it asked our listener: ${requests[0]}` },
})
