import { apiTop10, asvs, defineCheck, oauth21, rfc } from '../../harness/define.ts'
import { advisory, doesNotCrash, notesIfAccepted, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Expectation, Vectors } from '../../harness/model/expectation.ts'
import { flaw } from '../flaws.ts'
import { leewayWithinMinutes } from './expect.ts'
import { measureTolerance, mostSeconds } from './tolerance.ts'

/** Valid until `seconds` ago, and issued with the usual lifetime, so that only the expiry is wrong. */
const expired = (seconds: number): Attempt => {
  const issued = `-${seconds + 305}s`
  return { jwt: { claims: { exp: `-${seconds}s`, nbf: issued, iat: issued } } }
}

/** Issued now, valid from `seconds` ahead on. */
const premature = (seconds: number): Attempt => ({
  jwt: { claims: { nbf: `+${seconds}s`, exp: `+${seconds + 3600}s` } },
})

/** None is a NumericDate, and each misleads a comparison with a number in another way (RFC 7519 §2). */
const mistypedTimes: Readonly<Record<string, unknown>> = {
  'digits in a string': '9999999999',
  'an ISO 8601 date': '2099-01-01T00:00:00Z',
  'an empty string': '',
  null: null,
  true: true,
  'a number in a list': ['{claims.exp}'],
  'a number in an object': { t: '{claims.exp}' },
}

const mistyped = (claim: string, expect: (name: string) => Expectation): Vectors =>
  Object.fromEntries(
    Object.entries(mistypedTimes).map(([name, value]): [string, Attempt] => [
      `${claim}: ${name}`,
      { jwt: { claims: { [claim]: value } }, expect: [expect(name)] },
    ]),
  )

const because =
  'Which token is sent next depends on whether the last one was accepted: the limit is found by bisection.'

export const timeChecks: readonly Check[] = [
  defineCheck({
    id: 'claims/expired-rejected',
    title: 'must reject an expired token',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7519, '4.1.4'), rfc(9068, '4'), oauth21('5.2'), asvs('9.2.1')],
    needs: ['issuer'],
    fix: 'Compare exp with the current time on every request, and never turn that check off.',
    knownIncidents:
      'Code that only decodes tokens, and a test setting such as ignoreExpiration that reached production.',
    vectors: {
      'expired an hour ago': flaw('expired'),
      'expired a day ago': expired(86_400),
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/exp-leeway-bounded',
    title: 'must tolerate only small differences between clocks at the expiry',
    level: 'security',
    severity: 'medium',
    spec: [rfc(7519, '4.1.4'), rfc(9068, '4')],
    needs: ['issuer'],
    fix: 'Set the clock tolerance of the verifier to a minute at most, and synchronize the clocks instead.',
    knownIncidents:
      'Tolerances given in the wrong unit, so that 60 meant minutes; libraries that still accept a token in the second of its exp.',
    sends: `Tokens that expired 1 to ${mostSeconds} seconds ago by the clock of the target, a fresh one each time, until the limit is found.`,
    passes: leewayWithinMinutes(mostSeconds).text,
    because,
    async run({ send, expect }) {
      const { seconds, evidence } = await measureTolerance((ago) => send(`expired ${ago} s ago`, expired(ago)))
      expect('tolerance', seconds, [leewayWithinMinutes(mostSeconds)], evidence)
      if (seconds > 0) return
      const now = await send('expires now', expired(0))
      expect('expires now', now, [notesIfAccepted('accepts a token in the very second of its exp')], [now])
    },
  }),
  defineCheck({
    id: 'claims/exp-required',
    title: 'must reject a token that never expires',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9068, '2.2'), rfc(6750, '5.2'), oauth21('5.2'), apiTop10(2)],
    needs: ['issuer'],
    fix: 'Tell the verifier that exp is required; most check it only where it is present.',
    knownIncidents: 'The defaults of widespread libraries, for which a missing exp means no limit.',
    vectors: { 'no exp': flaw('no-expiry') },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/time-type-strict',
    title: 'must accept only JSON numbers as times',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '2'), rfc(7519, '4.1.4'), rfc(7519, '4.1.5'), rfc(7519, '4.1.6')],
    needs: ['issuer'],
    fix: 'Check that exp, nbf and iat are numbers before comparing them, and reject the token where they are not.',
    knownIncidents:
      'Libraries that read digits in a string as a number, and others that answer 500 to an exp of null or a list.',
    vectors: {
      // A server that reads the digits as a number still sees the token expire.
      ...mistyped('exp', (name) => rejected(name === 'digits in a string' ? { severity: 'low' } : {})),
      ...mistyped('nbf', (name) => (name === 'null' ? doesNotCrash() : rejected({ severity: 'medium' }))),
      // No server has to check iat, so accepting any value is only a warning.
      ...mistyped('iat', (name) => (name === 'null' ? doesNotCrash() : advisory(rejected({ severity: 'low' })))),
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/nbf-future-rejected',
    title: 'must reject a token that is not valid yet',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '4.1.5'), asvs('9.2.1')],
    needs: ['issuer'],
    fix: 'Reject a token whose nbf lies ahead by more than the clock tolerance, a minute at most.',
    knownIncidents: 'Verifiers written by hand that check exp only.',
    sends: `A token valid from an hour ahead on; if it is rejected, tokens valid from 1 to ${mostSeconds} seconds ahead on, until the limit is found.`,
    passes: `${rejected().text}, and ${leewayWithinMinutes(mostSeconds).text}`,
    because,
    async run({ send, expect }) {
      const hour = await send('an hour ahead', flaw('not-yet-valid'))
      expect('an hour ahead', hour, [rejected()], [hour])
      if (hour.accepted) return
      const { seconds, evidence } = await measureTolerance((ahead) => send(`${ahead} s ahead`, premature(ahead)))
      expect('tolerance', seconds, [leewayWithinMinutes(mostSeconds, 'medium')], evidence)
    },
  }),
]
