import { advisory, describeAnswer, isCrash, tokensIssued } from '../../harness/expect/index.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { FlowAnswer, InFlow } from '../../harness/model/flow.ts'
import { endpointsOf, type Tokens } from '../../harness/oauth-client/login-endpoints.ts'

/** Expectations on a login, a refresh or a logout. */

const described: Readonly<Record<keyof Tokens, string>> = {
  access: 'an access token',
  refresh: 'a refresh token',
  idToken: 'an ID token',
}

/** The answer holds these tokens, under the names that the configuration declares. */
export const issues = (...kinds: readonly (keyof Tokens)[]): Expectation => ({
  text: `must answer with ${kinds.map((kind) => described[kind]).join(' and ')}`,
  judge: (observed) => {
    const { names } = endpointsOf(observed.config)
    return tokensIssued(...kinds.map((kind) => names[kind])).judge(observed)
  },
})

/** As required by OAuth; for an application with rules of its own a warning (RFC 9700 §1 speaks of OAuth only). */
export const forOauth = (expectation: Expectation): Expectation => ({
  text: `${expectation.text} (advisory for an application)`,
  judge: (observed) =>
    (observed.config.features.login?.rules === 'oauth' ? expectation : advisory(expectation)).judge(observed),
})

/**
 * A refresh is answered with a new refresh token. Only a target that declares it may leave out rotation, and a public
 * OAuth client must not rely on one that does.
 */
export const rotates = (refreshed: string): Expectation<InFlow> => ({
  text: 'must issue a new refresh token for the old one',
  judge: ({ value, answersOf }) => {
    if (value(`${refreshed}.rotated`) !== undefined) return { kind: 'met' }
    const [answer] = answersOf(refreshed)
    if (!answer || isCrash(answer)) return { kind: 'crash', received: answer ? describeAnswer(answer) : 'no answer' }
    const received = value(`${refreshed}.refresh`) === undefined ? 'no refresh token' : 'the same refresh token'
    const required = value('login.rotates') === true || value('login.rules') === 'oauth'
    return { kind: 'broken', received, ...(!required && { advisory: true }) }
  },
})

/** Tokens that cannot be revoked should not outlive their session by more. */
const soonMs = 15 * 60_000

/** The access token of an ended session is rejected or expires soon; the time that is left is noted. */
export const accessEndsSoon = (login: string): Expectation<FlowAnswer> => ({
  text: 'must reject the access token, or let it expire within 15 minutes',
  judge: (used) => {
    if (!used.accepted) return crashOf(used)
    const left = used.value(`${login}.lifetime`)
    const known = typeof left === 'number'
    const exposed = known ? `for ${Math.round(Math.max(0, left) / 1000)} s` : 'for an unknown time'
    const received = `the access token works after the logout, ${exposed}`
    return known && left <= soonMs ? { kind: 'met', note: received } : { kind: 'broken', received, advisory: true }
  },
})

const crashOf = (observed: Observed) =>
  isCrash(observed) ? ({ kind: 'crash', received: describeAnswer(observed) } as const) : ({ kind: 'met' } as const)
