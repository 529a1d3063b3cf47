import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, each, rejected, rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { InFlow, Step } from '../../harness/model/flow.ts'
import { grantRejected, redeemedOnce } from './expect/token.ts'
import { discover, needsClient, obtainCode, onlyWithOtherClient, races, signIn } from './steps.ts'

const first = 'a first use'
const second = 'a second use'
const accessToken = 'its access token'

/** Only a target that accepts such tokens shows whether one is revoked. */
const ofThisTarget = { equal: { 'credential.minted': false, 'credential.judged': true } } as const

/** Where the target is open to everybody, the UserInfo endpoint shows it. */
const userinfo = 'UserInfo with its access token'
const atUserinfo = {
  method: 'GET',
  path: '{metadata.endpoints.userinfo_endpoint}',
  authorization: [`Bearer {${first}.access_token}`],
  body: '',
} as const

const revoked: Expectation = advisory(
  rule('must reject an access token that was issued for it', ({ exchange: { response } }) =>
    response?.status === 200 ? 'the access token is still accepted' : undefined,
  ),
)

const secondUse: readonly Step[] = [
  { do: 'send', as: accessToken, if: ofThisTarget, attempt: { token: `{${first}.access_token}` } },
  { do: 'send', as: userinfo, if: { equal: { 'credential.judged': false } }, attempt: atUserinfo },
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
    do: 'send',
    as: `${userinfo} after a second use`,
    if: { equal: { [`${userinfo}.status`]: 200 } },
    attempt: atUserinfo,
    expect: [revoked],
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

const parallel = 'uses at the same time'
const usesOf = (round: number): string => `uses ${round}`

const redeemedOnceIn = (uses: string): Expectation<InFlow> => ({
  text: redeemedOnce.text,
  judge: (flow) => redeemedOnce.judge({ ...flow, answers: flow.answersOf(uses) }),
})

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
    skipIf: needsClient,
    before: [discover, signIn(first)],
    flows: {
      [second]: secondUse,
      [parallel]: [
        ...races.flatMap((atOnce, round): readonly Step[] => [
          { do: 'authorize', as: `grant ${round}`, required: true },
          { do: 'exchange', as: usesOf(round), code: `grant ${round}`, atOnce },
        ]),
        {
          do: 'judge',
          expect: [each(races.map((_, round) => redeemedOnceIn(usesOf(round))))],
          evidence: races.map((_, round) => usesOf(round)),
        },
      ],
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
