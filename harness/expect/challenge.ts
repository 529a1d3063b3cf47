import type { Expectation, Observed } from '../model/expectation.ts'
import { type Challenge, parseChallenges } from '../wire/challenge.ts'

/** Values of all WWW-Authenticate fields, in their order. */
export const challengeFields = ({ exchange }: Observed): readonly string[] =>
  (exchange.response?.fields ?? [])
    .filter(([name, value]) => name.toLowerCase() === 'www-authenticate' && value.trim() !== '')
    .map(([, value]) => value)

/** The answer has at least one WWW-Authenticate field (RFC 9110 §11.6.1, §15.5.2). */
export const challengePresent = (): Expectation => ({
  text: 'sends a challenge in WWW-Authenticate',
  judge: (observed) =>
    challengeFields(observed).length > 0
      ? { kind: 'met' }
      : { kind: 'broken', received: `${observed.exchange.response?.status ?? 'no answer'} without WWW-Authenticate` },
})

/** Characters of error and error_description, and of a scope (RFC 6750 §3). */
const described = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/
const scopes = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/** What is wrong with a challenge that can be parsed. */
function flawOf({ scheme, params }: Challenge): string | undefined {
  for (const { name, value, quoted } of params) {
    const known = name.toLowerCase()
    // Whatever the scheme, RFC 9110 §11.5 wants realm as a quoted-string.
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
  text: 'sends challenges that can be parsed',
  judge: (observed) => {
    for (const field of challengeFields(observed)) {
      const parsed = parseChallenges(field)
      const flaw = parsed.ok ? parsed.challenges.map(flawOf).find((one) => one !== undefined) : parsed.problem
      if (flaw !== undefined) return { kind: 'broken', received: `${flaw}: ${field}` }
    }
    return { kind: 'met' }
  },
})

/** One challenge of the answer is Bearer, or DPoP, with a parameter (RFC 6750 §3). A 401 without any is another rule. */
export const bearerChallenge = (): Expectation => ({
  text: 'sends a Bearer challenge with a parameter',
  judge: (observed) => {
    const fields = challengeFields(observed)
    if (observed.exchange.response?.status !== 401 || fields.length === 0) return { kind: 'met' }
    const parsed = fields.map(parseChallenges)
    // What cannot be parsed is another rule, too.
    if (parsed.some(({ ok }) => !ok) && fields.some((field) => /\b(bearer|dpop) +\S/i.test(field))) {
      return { kind: 'met' }
    }
    const challenges = parsed.flatMap((one) => (one.ok ? one.challenges : []))
    const own = challenges.filter(({ scheme }) => /^(bearer|dpop)$/i.test(scheme))
    const received = fields.join(' and ')
    if (own.length === 0) return { kind: 'broken', received }
    // RFC 9449 §7.1 itself shows a bare one.
    return own.some(({ params }) => params.length > 0)
      ? { kind: 'met' }
      : { kind: 'broken', received, severity: 'low', advisory: true }
  },
})

/** A parameter of the first challenge that has it. */
export function challengeParameter(observed: Observed, wanted: string): string | undefined {
  for (const field of challengeFields(observed)) {
    const parsed = parseChallenges(field)
    const params = parsed.ok ? parsed.challenges.flatMap((challenge) => challenge.params) : []
    const found = params.find(({ name }) => name.toLowerCase() === wanted)
    if (found) return found.value
  }
  return undefined
}

/** The challenge names an absolute address of metadata (RFC 9728 §5.1), at least where one is needed. */
export const linkPresent = ({ needed }: { readonly needed: boolean }): Expectation => ({
  text: needed ? 'names its metadata by an absolute URL' : 'names its metadata by an absolute URL, or not at all',
  judge: (observed) => {
    const link = challengeParameter(observed, 'resource_metadata')
    if (link === undefined) return needed ? { kind: 'broken', received: 'no resource_metadata' } : { kind: 'met' }
    const absolute = /^https?:$/.test(URL.parse(link)?.protocol ?? '')
    return absolute ? { kind: 'met' } : { kind: 'broken', received: `resource_metadata="${link}"` }
  },
})
