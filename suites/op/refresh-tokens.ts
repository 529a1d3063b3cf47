import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { oneLineage, prerequisite, rule, tokensIssued } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { FlowAnswer, InFlow, Step } from '../../harness/model/flow.ts'
import { grantRejected, scopeNotWidened } from './expect/token.ts'
import { discover, onlyWithOtherClient, signIn } from './steps.ts'

const first = 'a first refresh'
const used = 'a used refresh token'
const signedIn = 'sign-in'

/** A confidential client authenticates with each refresh, so its tokens need not rotate (RFC 9700 §4.14.2). */
const rotatedForPublicClient: Expectation<InFlow> = {
  text: 'must issue a new refresh token for the old one to a public client',
  judge: ({ value }) => {
    if (value(`${first}.rotated`) !== undefined) return { kind: 'met' }
    const received = value(`${first}.refresh_token`) === undefined ? 'no refresh token' : 'the same refresh token'
    return value('op.client.secret') === undefined
      ? { kind: 'broken', received }
      : { kind: 'met', note: `${received}, for a confidential client` }
  },
}

const scopeNotNarrowed: Expectation<FlowAnswer> = rule(
  'must keep the scope of the refresh token when a refresh asks for less',
  ({ captured = {}, value }) => {
    if (captured.access_token === undefined) return 'the whole scope is rejected afterwards'
    const scope = value('the whole scope again.scope') ?? undefined
    const granted = String(value(`${signedIn}.scope`)).split(' ')
    return typeof scope !== 'string' || granted.every((one) => scope.split(' ').includes(one))
      ? undefined
      : `scope is ${scope}`
  },
)

const invalid = [grantRejected('invalid_grant')]

const rotation: readonly Step[] = [
  {
    do: 'refresh',
    as: first,
    token: `{${signedIn}.refresh_token}`,
    expect: [prerequisite(tokensIssued('access_token'))],
    required: true,
  },
  { do: 'judge', as: 'a new refresh token for the old one', expect: [rotatedForPublicClient], evidence: [first] },
  { do: 'stop', if: { missing: `${first}.rotated` } },
  { do: 'wait', ms: '{op.grace}' },
  { do: 'refresh', as: used, token: `{${signedIn}.refresh_token}`, expect: invalid, evidence: [first] },
  { do: 'refresh', as: 'its successor afterwards', token: `{${first}.rotated}`, expect: invalid, evidence: [used] },
  signIn('another sign-in'),
  { do: 'refresh', as: 'the uses', token: '{another sign-in.refresh_token}', atOnce: 8 },
  { do: 'refresh', as: 'their successors', token: '{each}', forEach: 'the uses.refresh_token' },
  {
    do: 'judge',
    as: 'uses at the same time',
    expect: [oneLineage({ uses: 'the uses', successors: 'their successors', grace: 'op.grace' })],
    evidence: ['the uses', 'their successors'],
  },
]

export const refreshTokenChecks: readonly Check[] = [
  defineCheck({
    id: 'op/refresh-rotation',
    title: 'must bind refresh tokens to their client and scope, and detect the reuse of one',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9700, '2.2.2'), rfc(9700, '4.14.2'), rfc(6749, '6'), rfc(6749, '10.4'), asvs('10.4.5')],
    needs: ['op'],
    fix: 'Keep client and scope with the refresh token, and replace it at each use by a public client. When a used one comes back, revoke every token of the authorization. Declare op.grace if clients may repeat a lost refresh. Where no refresh token comes, the check is skipped: some servers want offline_access in op.scope.',
    knownIncidents: 'mcp-front does not rotate; servers that compare the token but not the client.',
    before: [discover, signIn(signedIn), { do: 'stop', if: { missing: `${signedIn}.refresh_token` } }],
    flows: {
      [used]: rotation,
      'by another client': [
        onlyWithOtherClient,
        signIn(signedIn),
        { do: 'refresh', token: `{${signedIn}.refresh_token}`, client: 'other', expect: invalid },
      ],
      'a wider scope': [
        signIn(signedIn),
        {
          do: 'refresh',
          token: `{${signedIn}.refresh_token}`,
          with: { scope: '{op.scope} {metadata.otherScope}' },
          expect: [scopeNotWidened('metadata.otherScope')],
        },
      ],
      'the whole scope again': [
        { do: 'stop', if: { missing: 'scopes.second' } },
        signIn(signedIn),
        {
          do: 'refresh',
          as: 'a narrower scope',
          token: `{${signedIn}.refresh_token}`,
          with: { scope: `{${signedIn}.scope|narrower-scope}` },
        },
        { do: 'stop', if: { missing: 'a narrower scope.access_token' } },
        {
          do: 'refresh',
          as: 'the whole scope again',
          token: '{a narrower scope.next}',
          with: { scope: `{${signedIn}.scope}` },
          expect: [scopeNotNarrowed],
          evidence: ['a narrower scope'],
        },
      ],
    },
  }),
]
