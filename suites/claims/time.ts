import { apiTop10, asvs, defineCheck, oauth21, rfc } from '../../harness/define.ts'
import { advisory, doesNotCrash, leewayWithinMinutes, notesIfAccepted, rejected } from '../../harness/expect/index.ts'
import { claimsOf } from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Expectation, Vectors } from '../../harness/model/expectation.ts'
import type { TokenRecipe } from '../../harness/model/issuer.ts'
import { measureTolerance, mostSeconds } from './tolerance.ts'

/** Good until `seconds` ago, and issued with the usual lifetime, so that nothing but the expiry is wrong. */
const expired = (seconds: number): TokenRecipe => {
  const issued = `-${seconds + 305}s`
  return { claims: { exp: `-${seconds}s`, nbf: issued, iat: issued } }
}

/** Issued just now, good from `seconds` ahead on. */
const premature = (seconds: number): TokenRecipe => ({
  claims: { nbf: `+${seconds}s`, exp: `+${seconds + 3600}s` },
})

/** No NumericDate, each a different way for a comparison with a number to go astray (RFC 7519 §2). */
const noNumbers = (later: number): Readonly<Record<string, unknown>> => ({
  'digits in a string': '9999999999',
  'an ISO 8601 date': '2099-01-01T00:00:00Z',
  'an empty string': '',
  null: null,
  true: true,
  'a number in a list': [later],
  'a number in an object': { t: later },
})

function mistyped(claim: string, values: ReturnType<typeof noNumbers>, expect: (name: string) => Expectation): Vectors {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Attempt] => [
      `${claim}: ${name}`,
      { jwt: { claims: { [claim]: value } }, expect: [expect(name)] },
    ]),
  )
}

export const timeChecks: readonly Check[] = [
  defineCheck({
    id: 'claims/expired-rejected',
    title: 'refuses a token after its expiry',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7519, '4.1.4'), rfc(9068, '4'), oauth21('5.2'), asvs('9.2.1')],
    needs: ['issuer'],
    fix: 'Compare exp with the current time on every request, and leave the option that ignores it alone.',
    knownIncidents:
      'Code that only decodes tokens, and a test setting such as ignoreExpiration that reached production.',
    vectors: {
      'expired an hour ago': { jwt: expired(3600) },
      'expired a day ago': { jwt: expired(86_400) },
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/exp-leeway-bounded',
    title: 'tolerates only small differences between clocks at the expiry',
    level: 'security',
    severity: 'medium',
    spec: [rfc(7519, '4.1.4'), rfc(9068, '4')],
    needs: ['issuer'],
    fix: 'Set the clock tolerance of the verifier to a minute at most, and keep the clocks right instead.',
    knownIncidents:
      'Tolerances given in the wrong unit, so that 60 meant minutes; libraries that still serve in the second of exp itself.',
    sends: `Tokens that expired 1 to ${mostSeconds} seconds ago by the clock of the target, each a fresh one, until the limit is found.`,
    passes: leewayWithinMinutes(mostSeconds).text,
    async run({ send, expect }) {
      const { seconds, evidence } = await measureTolerance((ago) => send(`expired ${ago} s ago`, { jwt: expired(ago) }))
      expect('tolerance', seconds, [leewayWithinMinutes(mostSeconds)], evidence)
      if (seconds > 0) return
      const now = await send('expires now', { jwt: expired(0) })
      expect('expires now', now, [notesIfAccepted('serves a token in the very second of its exp')], [now])
    },
  }),
  defineCheck({
    id: 'claims/exp-required',
    title: 'refuses a token that never expires',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9068, '2.2'), rfc(6750, '5.2'), oauth21('5.2'), apiTop10(2)],
    needs: ['issuer'],
    fix: 'Tell the verifier that exp is required; most check it only where it is present.',
    knownIncidents: 'The defaults of widespread libraries, which take a missing exp for no limit.',
    vectors: { 'no exp': { jwt: { withoutClaims: ['exp'] } } },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/time-type-strict',
    title: 'takes only JSON numbers for times',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '2'), rfc(7519, '4.1.4'), rfc(7519, '4.1.5'), rfc(7519, '4.1.6')],
    needs: ['issuer'],
    fix: 'Check that exp, nbf and iat are numbers before comparing them, and refuse the token where they are not.',
    knownIncidents:
      'Libraries that read digits in a string as a number, and others that answer 500 to an exp of null or a list.',
    vectors: ({ token }) => {
      const values = noNumbers(Number(claimsOf(token).exp))
      return {
        // Digits mean a time to whoever reads them as one; the token still expires.
        ...mistyped('exp', values, (name) => rejected(name === 'digits in a string' ? { severity: 'low' } : {})),
        ...mistyped('nbf', values, (name) => (name === 'null' ? doesNotCrash() : rejected({ severity: 'medium' }))),
        // Nobody has to look at iat: whoever does not can serve whatever it holds.
        ...mistyped('iat', values, (name) =>
          name === 'null' ? doesNotCrash() : advisory(rejected({ severity: 'low' })),
        ),
      }
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/nbf-future-rejected',
    title: 'refuses a token that is not valid yet',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '4.1.5'), asvs('9.2.1')],
    needs: ['issuer'],
    fix: 'Refuse a token whose nbf lies ahead by more than the clock tolerance, a minute at most.',
    knownIncidents: 'Verifiers written by hand that look at exp only.',
    sends: `A token good from an hour ahead on; if it is refused, tokens good from 1 to ${mostSeconds} seconds ahead on, until the limit is found.`,
    passes: `${rejected().text}, and ${leewayWithinMinutes(mostSeconds).text}`,
    async run({ send, expect }) {
      const hour = await send('an hour ahead', { jwt: premature(3600) })
      expect('an hour ahead', hour, [rejected()], [hour])
      if (hour.accepted) return
      const { seconds, evidence } = await measureTolerance((ahead) =>
        send(`${ahead} s ahead`, { jwt: premature(ahead) }),
      )
      expect('tolerance', seconds, [leewayWithinMinutes(mostSeconds, 'medium')], evidence)
    },
  }),
]
