import { defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { noTokenIssued } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'
import { flowPerRow } from '../op/steps.ts'

/** Texts that are sent instead of the refresh token of a login. */
const anyToken: Readonly<Record<string, string>> = {
  'random, of the same length': '{a login.refresh|random-letters}',
  'one character altered': '{a login.refresh|altered}',
  'the first half': '{a login.refresh|first-half}',
  'the last characters cut off': '{a login.refresh|without-last:4}',
  'one character': 'x',
}

const notText: Readonly<Record<string, unknown>> = {
  null: null,
  true: true,
  'a number': 1,
  'a list': ['x'],
  'an object': { $ne: 'x' },
}

/** Of refresh tokens that hold their own claims. */
const jwt: Readonly<Record<string, string>> = {
  'JWT: alg none, no signature': '{a login.refresh|alg-none|no-signature}',
  'JWT: alg none, old signature': '{a login.refresh|alg-none}',
  'JWT: no signature': '{a login.refresh|no-signature}',
  'JWT: a random signature': '{a login.refresh|random-signature}',
  'JWT: signed by an unknown key': '{a login.refresh|signed-by-an-unknown-key}',
  'JWT: of another subject': '{a login.refresh|of-another-subject}',
  'JWT: a later expiry': '{a login.refresh|expiring-later}',
}

/** A login of its own, since a target may end the session of a token that was tampered with. */
const refreshWith = (token: unknown): readonly Step[] => [
  { do: 'log-in', as: 'a login' },
  { do: 'stop', if: { missing: 'a login.refresh' } },
  { do: 'refresh-login', token, expect: [noTokenIssued()] },
]

export const invalidChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/invalid-refresh-rejected',
    title: 'must reject refresh tokens that were changed or that it did not issue',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(6749, '5.2'), rfc(6749, '10.4'), jwtBcp('3.3')],
    needs: ['login'],
    fix: 'Look up the whole token, or verify its signature with the one algorithm that signed it, before anything in it is read.',
    knownIncidents:
      'Refresh JWTs that are only decoded, because the endpoint that accepts them was not seen as protected.',
    exclusive: true,
    before: [
      { do: 'log-in', as: 'a sample' },
      { do: 'stop', if: { missing: 'a sample.refresh' } },
    ],
    flows: {
      ...flowPerRow(anyToken, refreshWith),
      ...flowPerRow(notText, (token) => [
        { do: 'stop', if: { equal: { 'login.format': 'form' } } },
        ...refreshWith(token),
      ]),
      ...flowPerRow(jwt, (token) => [{ do: 'stop', if: { missing: 'a sample.refreshJwt' } }, ...refreshWith(token)]),
    },
  }),
]
