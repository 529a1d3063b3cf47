import { asvs, defineCheck, mcp, oauth21, rfc } from '../../harness/define.ts'
import { accepted, doesNotCrash, eitherNoted, noTokenIssued, oneLineage } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'
import { forOauth, issues, rotates } from './expect.ts'

const first = 'first use'
const again = 'used again'
const inGrace = 'used in the grace period'
const usedToken = '{a login.refresh}'

/** The first refresh token once more; where a grace period is declared, after it. */
const usedAgain: readonly Step[] = [
  {
    do: 'refresh-login',
    as: again,
    if: { equal: { 'login.grace': 0 } },
    token: usedToken,
    expect: [noTokenIssued()],
    evidence: [first],
  },
  {
    do: 'refresh-login',
    as: inGrace,
    if: { missing: `${again}.status` },
    token: usedToken,
    expect: [doesNotCrash()],
  },
  { do: 'wait', ms: '{login.grace}', if: { given: `${inGrace}.refresh` } },
  {
    do: 'refresh-login',
    as: 'used after the grace period',
    if: { given: `${inGrace}.refresh` },
    token: usedToken,
    expect: [noTokenIssued()],
    evidence: [first],
  },
]

export const rotationChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/refresh-works',
    title: 'must issue a working access token for a refresh token',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(6749, '6'), rfc(6749, '5.2')],
    needs: ['login'],
    fix: 'Issue the access token of a refresh exactly as that of a login: same audience, same subject, a new expiry.',
    knownIncidents:
      'Refreshed tokens without the audience or the claims of the first ones, so that clients were signed out after an hour.',
    exclusive: true,
    flows: {
      'a refresh': [
        { do: 'log-in', as: 'a login', expect: [issues('access', 'refresh')] },
        { do: 'stop', if: { missing: 'a login.refresh' } },
        { do: 'refresh-login', as: 'refresh', token: '{a login.refresh}', expect: [issues('access')] },
        {
          do: 'send',
          as: 'the new access token',
          attempt: { token: '{refresh.access}' },
          expect: [accepted()],
          evidence: ['refresh'],
        },
        {
          do: 'send',
          as: 'the old access token',
          attempt: { token: '{a login.access}' },
          expect: [eitherNoted('the old access token still works')],
        },
        { do: 'refresh-login', as: 'no refresh token', expect: [noTokenIssued()] },
        { do: 'refresh-login', as: 'an empty refresh token', token: '', expect: [noTokenIssued()] },
        {
          do: 'refresh-login',
          as: 'null as the refresh token',
          if: { equal: { 'login.format': 'json' } },
          token: null,
          expect: [noTokenIssued()],
        },
      ],
    },
  }),
  defineCheck({
    id: 'refresh/reuse-detected',
    title: 'must accept a refresh token once, and end the session when it is used again',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9700, '2.2.2'), rfc(9700, '4.14.2'), oauth21('4.3.1'), asvs('10.4.5'), mcp('2025-06-18', 'Token Theft')],
    needs: ['login'],
    fix: 'Mark a refresh token as used in the same atomic step that looks it up. When a used one comes back, revoke every token that followed from the same login. Declare login.grace if clients may repeat a lost refresh, or login.rotates: false.',
    knownIncidents:
      'Deny-lists that hold the used token but not what was issued for it; a lookup and a mark in two steps, so that parallel refreshes all succeed; servers that never rotate.',
    exclusive: true,
    skipIf: ({ features: { login } }) =>
      login && !login.rotates && login.client?.secret !== undefined
        ? 'refresh tokens of a confidential client need not rotate (RFC 9700 §4.14.2)'
        : undefined,
    flows: {
      reuse: [
        { do: 'log-in', as: 'a login' },
        { do: 'stop', if: { missing: 'a login.refresh' } },
        { do: 'refresh-login', as: first, token: usedToken },
        { do: 'judge', as: 'a new refresh token for the old one', expect: [rotates(first)], evidence: [first] },
        { do: 'stop', if: { missing: `${first}.rotated` } },
        ...usedAgain,
        {
          do: 'refresh-login',
          as: 'its successor afterwards',
          token: `{${first}.rotated}`,
          expect: [forOauth(noTokenIssued())],
          evidence: [again, 'used after the grace period'],
        },
        { do: 'log-in', as: 'another login' },
        { do: 'refresh-login', as: 'the uses', token: '{another login.refresh}', atOnce: 8 },
        { do: 'refresh-login', as: 'their successors', token: '{each}', forEach: 'the uses.refresh' },
        {
          do: 'judge',
          as: 'used in parallel',
          if: { given: 'another login.refresh' },
          expect: [oneLineage({ uses: 'the uses', successors: 'their successors', grace: 'login.grace' })],
          evidence: ['the uses', 'their successors'],
        },
      ],
    },
  }),
]
