import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, advisory, noTokenIssued } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Condition, Step } from '../../harness/model/flow.ts'
import type { LoginOptions } from '../../harness/model/steps/login.ts'
import { issues } from './expect.ts'

/** More than any password, and more than most servers read. */
const megabyte = 'x'.repeat(1_048_576)

/** Logins that must fail, each wrong in one way. */
const badLogins: Readonly<Record<string, LoginOptions>> = {
  'a wrong password': { password: '{login.password}x' },
  'the password without its last character': { password: '{login.password|without-last}' },
  'an unknown user': { username: '{login.username}-nobody' },
  'no password': { leaveOut: 'password' },
  'no username': { leaveOut: 'username' },
  'an empty password': { password: '' },
  'an empty username': { username: '' },
  'a list as the password': { password: ['x'] },
  'an object as the password': { password: { $ne: 'x' } },
  'an object as the username': { username: { $gt: '' } },
  'a quote in SQL as the password': { password: "' OR '1'='1" },
  'a comment in SQL after the username': { username: "{login.username}'--", password: 'x' },
  'a wildcard of LDAP as the password': { password: '*' },
  'a filter of LDAP as the username': { username: '{login.username})(|(uid=*)', password: 'x' },
  'a NUL in the username': { username: '{login.username}\0', password: 'x' },
  'an empty body': { body: '' },
}

/** The same, with values that only JSON has. */
const badJson: Readonly<Record<string, LoginOptions>> = {
  'null as the password': { password: null },
  'true as the password': { password: true },
  'a number as the password': { password: 0 },
  'a list as the body': { body: '[]' },
  'null as the body': { body: 'null' },
  'a body that is no JSON': { body: '{"username":' },
}

/** Failed logins may be counted. A correct one resets most counters, and shows that the user is not locked out yet. */
const inBetween: Step = {
  do: 'log-in',
  as: 'the right login in between',
  expect: [advisory(issues('access'))],
  required: true,
}

const rejectedLogins = (logins: Readonly<Record<string, LoginOptions>>, condition: Condition = {}): readonly Step[] =>
  Object.entries(logins).flatMap(([as, login]): Step[] => [
    { do: 'log-in', as, if: condition, ...login, expect: [noTokenIssued()] },
    inBetween,
  ])

const right = 'the right login'

export const loginChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/login-flow',
    title: 'must issue working tokens for the correct password, and none for anything else',
    level: 'security',
    severity: 'high',
    spec: [rfc(6749, '5.1'), rfc(6749, '5.2'), asvs('6.3.1')],
    needs: ['login'],
    fix: 'Check that username and password are texts, compare the password with the stored hash of that user, and answer 400 or 401 to everything else.',
    knownIncidents:
      'Login handlers that pass an object to the database as a query, or answer 500 to a list in the place of a text.',
    exclusive: true,
    flows: {
      logins: [
        { do: 'log-in', as: right, expect: [issues('access')] },
        { do: 'send', as: 'its access token', attempt: { token: `{${right}.access}` }, expect: [accepted()] },
        ...rejectedLogins(badLogins),
        ...rejectedLogins(badJson, { equal: { 'login.format': 'json' } }),
        {
          do: 'log-in',
          as: 'a password of 1 MB',
          password: megabyte,
          expect: [noTokenIssued({ orCloses: true })],
        },
        inBetween,
      ],
    },
  }),
]
