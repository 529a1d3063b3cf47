import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'
import { grantRejected, redeemedOnce } from './expect/token.ts'
import { discover, obtainCode, onlyWithOtherClient, signIn } from './steps.ts'

const first = 'a first use'
const second = 'a second use'
const accessToken = 'its access token'

/** Only a target that accepts such tokens shows whether one is revoked. */
const ofThisTarget = { equal: { 'credential.minted': false } } as const

const secondUse: readonly Step[] = [
  { do: 'send', as: accessToken, if: ofThisTarget, attempt: { token: `{${first}.access_token}` } },
  { do: 'wait', ms: '{op.retry}' },
  { do: 'exchange', as: second, code: first, expect: [grantRejected('invalid_grant')], evidence: [first] },
  {
    do: 'send',
    as: `${accessToken} after a second use`,
    if: { equal: { [`${accessToken}.accepted`]: true } },
    attempt: { token: `{${first}.access_token}` },
    expect: [advisory(rejected())],
    evidence: [second],
  },
  {
    do: 'refresh',
    as: 'its refresh token after a second use',
    token: `{${first}.refresh_token}`,
    expect: [advisory(grantRejected('invalid_grant'))],
    evidence: [second],
  },
]

const invalid = [grantRejected('invalid_grant')]

export const codeChecks: readonly Check[] = [
  defineCheck({
    id: 'op/code-single-use',
    title: 'must accept a code once, from its client, before it expires',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(6749, '4.1.2'), rfc(6749, '4.1.3'), rfc(6749, '10.5'), asvs('10.4.2'), asvs('10.4.3')],
    needs: ['op'],
    fix: 'Remove the code from the store in the same atomic step that looks it up. Compare client, redirect URI and expiry with those it was issued for. When a used code comes back, revoke the tokens that were issued for it. Declare op.retry if clients may repeat a lost request.',
    knownIncidents:
      'A lookup and a deletion in two steps, so that parallel requests all succeed; codes that any client may exchange.',
    before: [discover, signIn(first)],
    flows: {
      [second]: secondUse,
      'uses at the same time': [obtainCode, { do: 'exchange', code: 'grant', atOnce: 8, expect: [redeemedOnce] }],
      'by another client': [
        onlyWithOtherClient,
        obtainCode,
        { do: 'exchange', code: 'grant', client: 'other', expect: invalid },
      ],
      'with another redirect URI': [
        obtainCode,
        { do: 'exchange', code: 'grant', with: { redirect_uri: '{op.redirectUri}/other' }, expect: invalid },
      ],
      'cut short': [
        obtainCode,
        { do: 'exchange', code: 'grant', with: { code: '{grant.code|first-half}' }, expect: invalid },
      ],
      'one character altered': [
        obtainCode,
        { do: 'exchange', code: 'grant', with: { code: '{grant.code|altered}' }, expect: invalid },
      ],
      'after its lifetime': [
        { do: 'stop', if: { missing: 'op.codeLifetime' } },
        obtainCode,
        // Times are whole seconds, and a request takes a moment. Lifetimes over a minute are not waited for.
        { do: 'wait', ms: '{op.codeLifetime}', plus: 1100, atMost: 60_000 },
        { do: 'exchange', code: 'grant', expect: invalid, evidence: ['grant'] },
      ],
    },
  }),
]
