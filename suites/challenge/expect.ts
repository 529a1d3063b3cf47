import {
  type Challenge,
  challengeFields,
  challengeParameter,
  describeAnswer,
  fieldValue,
  isCrash,
  parseChallenges,
  rejectedStatus,
  success,
} from '../../harness/expect/index.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'

/** Characters of error and error_description, and of a scope (RFC 6750 §3). */
const described = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/
const scopes = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/** The fault of a challenge that can be parsed; undefined when it has none. */
function flawOf({ scheme, params }: Challenge): string | undefined {
  for (const { name, value, quoted } of params) {
    const known = name.toLowerCase()
    // For every scheme, realm must be a quoted-string (RFC 9110 §11.5).
    if (known === 'realm' && !quoted) return 'a realm without quotes'
    if (scheme.toLowerCase() !== 'bearer') continue
    if ((known === 'error' || known === 'error_description') && !described.test(value)) {
      return `a character in ${known} that it must not have`
    }
    if (known === 'scope' && !scopes.test(value)) return 'a scope that is no list of scope tokens'
  }
  return undefined
}

/** Every challenge of the answer can be parsed (RFC 9110 §11.6.1), and its parameters have their form (RFC 6750 §3). */
export const challengesWellFormed = (): Expectation => ({
  text: 'must send challenges that can be parsed',
  judge: (observed) => {
    for (const field of challengeFields(observed)) {
      const parsed = parseChallenges(field)
      const flaw = parsed.ok ? parsed.challenges.map(flawOf).find((one) => one !== undefined) : parsed.problem
      if (flaw !== undefined) return { kind: 'broken', received: `${flaw}: ${field}` }
    }
    return { kind: 'met' }
  },
})

/** One challenge of the answer is Bearer, or DPoP, with a parameter (RFC 6750 §3). A 401 without a challenge breaks another rule. */
export const bearerChallenge = (): Expectation => ({
  text: 'must send a Bearer challenge with a parameter',
  judge: (observed) => {
    const fields = challengeFields(observed)
    if (observed.exchange.response?.status !== 401 || fields.length === 0) return { kind: 'met' }
    const parsed = fields.map(parseChallenges)
    // A challenge that cannot be parsed breaks another rule, too.
    if (parsed.some(({ ok }) => !ok) && fields.some((field) => /\b(bearer|dpop) +\S/i.test(field))) {
      return { kind: 'met' }
    }
    const challenges = parsed.flatMap((one) => (one.ok ? one.challenges : []))
    const own = challenges.filter(({ scheme }) => /^(bearer|dpop)$/i.test(scheme))
    const received = fields.join(' and ')
    if (own.length === 0) return { kind: 'broken', received }
    // RFC 9449 §7.1 itself shows one without a parameter.
    return own.some(({ params }) => params.length > 0)
      ? { kind: 'met' }
      : { kind: 'broken', received, severity: 'low', advisory: true }
  },
})

/** A token that lacks a scope is answered 403; its challenge, if there is one, says so (RFC 6750 §3.1). 404 discloses less. */
export const insufficientScope = (): Expectation => ({
  text: 'should answer 403, and name insufficient_scope where it sends a challenge',
  judge: (observed) => {
    const { status } = observed.exchange.response ?? {}
    if (success().judge(observed).kind === 'met' || isCrash(observed) || status === 404) return { kind: 'met' }
    if (status !== 403) return { kind: 'broken', received: describeAnswer(observed) }
    const fields = challengeFields(observed)
    return fields.length === 0 || challengeParameter(observed, 'error') === 'insufficient_scope'
      ? { kind: 'met' }
      : { kind: 'broken', received: `${describeAnswer(observed)} with ${fields.join(' and ')}` }
  },
})

/** Redirects that are not cached (RFC 9110 §15.4.3, §15.4.4, §15.4.8). */
const temporary = [302, 303, 307]

const redirects = ({ config, exchange: { response } }: Observed): boolean =>
  config.browsers === 'redirect' &&
  temporary.includes(response?.status ?? 0) &&
  (fieldValue(response?.fields ?? [], 'location') ?? '').trim() !== ''

/** As `rejectedStatus`; where `browsers: 'redirect'` is declared, the answer may also lead to a sign-in page. */
export const rejectedForBrowsers = (...allowed: readonly [number, ...number[]]): Expectation => {
  const { text, judge } = rejectedStatus(...allowed)
  return {
    text: `${text}, or lead a browser to a sign-in page where that is declared`,
    judge: (observed) => (redirects(observed) ? { kind: 'met' } : judge(observed)),
  }
}
