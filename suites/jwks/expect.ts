import { accepted, answersWithin, crashIn, ofWorst, prerequisite, survivesWaiting } from '../../harness/expect/index.ts'
import { describeAnswer, isCrash } from '../../harness/expect/received.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { FlowValues } from '../../harness/model/flow.ts'
import type { Fetches, Wait, WaitInFlow } from '../../harness/model/steps/issuer.ts'

/** Expectations on how a target follows the JWK Set of its issuer. Times in milliseconds. */

interface Answers {
  readonly answers: readonly Observed[]
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

const declared = ({ value }: FlowValues, name: 'cacheFor' | 'cooldown' | 'failWithin' | 'instances'): number =>
  Number(value(`jwks.${name}`))

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

/** A key that was withdrawn is dropped in time. */
export const withdrawnKeyRejected = (): Expectation<Wait & FlowValues> => ({
  text: 'must reject a token signed with a withdrawn key once its declared cache has expired',
  judge: ({ answers, withinMs, tookMs, reached, value }) => {
    const cacheFor = declared({ value }, 'cacheFor')
    if (reached) return crashIn(answers) ?? { kind: 'met', note: `rejected after ${seconds(tookMs)}` }
    if (withinMs > cacheFor) return { kind: 'broken', received: `still accepted after ${seconds(tookMs)}` }
    const reason = `still accepted after ${seconds(tookMs)}, and the target may keep keys for ${seconds(cacheFor)}: raise jwks.waitAtMost above that, or start the target with a shorter cache and declare it as jwks.cacheFor`
    return { kind: 'unclear', reason }
  },
})

const noNewKey = 'it needs a newly published key, and the target accepted none in time'

/** What needs a new key cannot be judged where none is accepted, which `jwks/new-key-picked-up` judges. */
export const needsNewKey = (text: string): Expectation<unknown> => ({
  text,
  judge: () => ({ kind: 'unclear', reason: noNewKey }),
})

/** The same for the step that waits for the new key. */
export const acceptsNewKeyFirst = (text: string): Expectation<Wait> => ({
  text,
  judge: ({ reached }) => (reached ? { kind: 'met' } : { kind: 'unclear', reason: noNewKey }),
})

/** A target may reject a whole set because of some of its keys, but not crash. */
export const setRejectedWithoutCrash = (): Expectation<Wait> => ({
  text: survivesWaiting().text,
  judge: (wait) => (wait.reached ? { kind: 'met' } : survivesWaiting().judge(wait)),
})

/** All tokens are accepted, or all are rejected. */
export const sameAnswerEachTime = (): Expectation<Answers> => ({
  text: 'must treat tokens signed with the same key alike each time',
  judge: ({ answers }) => {
    const accepted = answers.filter((answer) => answer.accepted).length
    if (accepted > 0 && accepted < answers.length) {
      return { kind: 'broken', received: `${accepted} of ${answers.length} were accepted` }
    }
    return crashIn(answers) ?? { kind: 'met', note: accepted > 0 ? 'accepted' : 'rejected' }
  },
})

/** All tokens are accepted. */
export const allAccepted = (): Expectation<Answers> => ({
  text: 'must accept each token',
  judge: ({ answers }) => {
    const rejected = answers.find(({ accepted }) => !accepted)
    return rejected ? { kind: 'broken', received: describeAnswer(rejected), wrongly: 'rejected' } : { kind: 'met' }
  },
})

/** Rejected; a 503 is no crash here, because without keys the token cannot be verified (RFC 9110 §15.6.4). */
const rejectedWithoutKeys = (): Expectation => ({
  text: 'must reject the token, or answer 503',
  judge: (observed) => {
    if (observed.accepted) return { kind: 'broken', received: describeAnswer(observed), wrongly: 'accepted' }
    const unavailable = observed.exchange.response?.status === 503
    return isCrash(observed) && !unavailable ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

export const eachRejectedWithoutKeys = (): Expectation<Answers> => ofWorst(rejectedWithoutKeys())

/** No answer takes longer than the target declares for tokens whose key it cannot fetch. */
export const answersWithinDeclared = (): Expectation<Answers & FlowValues> => ({
  text: 'must answer within jwks.failWithin',
  judge: ({ answers, value }) => ofWorst(answersWithin(declared({ value }, 'failWithin'))).judge({ answers }),
})

/** Three times the longest answer before, and what a busy machine may add. */
const longestAllowed = (slowestMs: number): number => 3 * slowestMs + 1500

/** As quickly as the tokens of an earlier `send-tokens` step were answered. */
export const asQuickAs = (step: string): Expectation<Answers & FlowValues> => ({
  text: `must answer as quickly as in "${step}"`,
  judge: ({ answers, value }) => {
    const slowest = answers.toSorted((one, other) => other.exchange.durationMs - one.exchange.durationMs)[0]
    return slowest ? answersWithin(longestAllowed(Number(value(`${step}.slowestMs`)))).judge(slowest) : { kind: 'met' }
  },
})

/** A request that was answered as quickly as this did not wait. */
const promptMs = 200

/** A request that waits for the issuer delays no other one: the quickest of the others is judged. */
export const othersNotDelayed = (): Expectation<Pick<WaitInFlow, 'answers' | 'others'>> => ({
  text: 'must answer other requests at once while one waits for keys',
  judge: ({ answers, others }) => {
    const waited = Math.max(...answers.map(({ exchange }) => exchange.durationMs))
    const quickest = Math.min(...others.map(({ exchange }) => exchange.durationMs))
    const received = `the quickest of ${others.length} others took ${seconds(quickest)}, while one waited for ${seconds(waited)}`
    return quickest > Math.max(promptMs, waited / 2) ? { kind: 'broken', received } : { kind: 'met' }
  },
})

/** How often an issuer may be asked by each process of a target. */
interface FetchesAllowed {
  readonly most: number
  /** `cache lifetime`: so often in each of them; `cooldown`: once more after each of them. */
  readonly per?: 'cache lifetime' | 'cooldown'
}

function fetchesAllowed({ most, per }: FetchesAllowed, { tookMs, value }: Pick<Fetches, 'tookMs' | 'value'>): number {
  const cacheFor = declared({ value }, 'cacheFor')
  const each =
    per === 'cache lifetime'
      ? most * (1 + Math.floor(tookMs / cacheFor))
      : most + (per === 'cooldown' ? Math.floor(tookMs / Math.min(declared({ value }, 'cooldown'), cacheFor)) : 0)
  return each * declared({ value }, 'instances')
}

const inWords = ({ per }: FetchesAllowed): string => {
  if (per === 'cache lifetime') return ' in each jwks.cacheFor'
  return per === 'cooldown' ? ' besides once after each jwks.cooldown' : ''
}

/** A caller does not decide how often the issuer is asked (CWE-770). */
export const fetchesWithin = (allowed: FetchesAllowed): Expectation<Omit<Fetches, 'answersOf'>> => ({
  text: `must ask its issuer at most ${allowed.most === 1 ? 'once' : `${allowed.most} times`}${inWords(allowed)}, for each of jwks.instances`,
  judge: ({ requests, ...meanwhile }) => {
    const most = fetchesAllowed(allowed, meanwhile)
    const figures = `${requests.length} requests to the issuer, where ${most} are enough`
    return requests.length > most ? { kind: 'broken', received: figures } : { kind: 'met', note: figures }
  },
})

/** Public documents are requested without any credentials, those of a caller above all. */
export const requestedWithoutCredentials = (): Expectation<Pick<Fetches, 'requests'>> => ({
  text: 'must request keys by GET, without credentials or a query',
  judge: ({ requests }) => {
    if (requests.length === 0) return { kind: 'unclear', reason: noNewKey }
    const wrong = requests.find(({ method, credentials }) => method !== 'GET' || credentials)
    if (!wrong) return { kind: 'met' }
    const { method, path, credentials = [] } = wrong
    return { kind: 'broken', received: `${method} ${path} with ${credentials.join(', ') || 'no credentials'}` }
  },
})

/** Keys come from the configured address, and from no other that an answer names. */
export const redirectNotFollowed = (listener: string): Expectation<FlowValues> => ({
  text: 'must not follow a redirect to another origin',
  judge: ({ value }) => {
    const [first] = value(`${listener}.requests`) as readonly string[]
    return first === undefined ? { kind: 'met' } : { kind: 'broken', received: `it asked our listener: ${first}` }
  },
})

/** What a target that is started with wrong metadata is compared with. */
export const acceptedOnceStarted = (): Expectation<Answers> => ({
  text: accepted().text,
  judge: ({ answers: [first] }) =>
    first ? prerequisite(accepted()).judge(first) : { kind: 'unclear', reason: 'the target did not start' },
})
