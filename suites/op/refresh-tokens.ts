import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { each, oneLineage, prerequisite, rule, tokensIssued } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { FlowAnswer, InFlow, Step } from '../../harness/model/flow.ts'
import { readJwt } from '../../harness/oauth-client/read-jwt.ts'
import { grantRejected, scopeNotWidened } from './expect/token.ts'
import { discover, needsClient, onlyWithOtherClient, races, signIn } from './steps.ts'

const first = 'a first refresh'
const used = 'a used refresh token'
const signedIn = 'sign-in'

/** How a token of this type is bound to a key of the client (RFC 8705 §3.1, RFC 9449 §6.1); undefined for one that is not. */
function boundBy({ value }: InFlow, step: string): string | undefined {
  if (/^dpop$/i.test(String(value(`${step}.token_type`)))) return 'DPoP'
  const confirmation = readJwt(value(`${step}.access_token`))?.claims.cnf
  return typeof confirmation === 'object' && confirmation !== null ? 'cnf' : undefined
}

/**
 * Refresh tokens of a public client are rotated or bound to a key of it. Those of a confidential one are bound by its
 * authentication at each refresh (RFC 9700 §2.2.2, §4.14.2).
 */
const rotatedForPublicClient: Expectation<InFlow> = {
  text: 'must issue a new refresh token for the old one to a public client, unless the token is bound to a key of the client',
  judge: (flow) => {
    const { value } = flow
    if (value(`${first}.rotated`) !== undefined) return { kind: 'met' }
    // An answer without a refresh token leaves the old one in use (RFC 6749 §6).
    const received = value(`${first}.refresh_token`) === undefined ? 'no new refresh token' : 'the same refresh token'
    if (value('clientType') !== 'public') return { kind: 'met', note: `${received}, for a confidential client` }
    const bound = boundBy(flow, first)
    if (bound !== undefined) return { kind: 'met', note: `${received}, for a token that is bound to a key (${bound})` }
    return { kind: 'broken', received }
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

function namesOf(round: number) {
  return { uses: `uses ${round}`, successors: `successors ${round}`, grace: 'op.grace' }
}

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
  // Its refresh tokens are bound by its authentication: neither rotation nor the detection of reuse is asked for.
  { do: 'stop', if: { equal: { clientType: 'confidential' } } },
  { do: 'wait', ms: '{op.grace}' },
  { do: 'refresh', as: used, token: `{${signedIn}.refresh_token}`, expect: invalid, evidence: [first] },
  { do: 'refresh', as: 'its successor afterwards', token: `{${first}.rotated}`, expect: invalid, evidence: [used] },
  ...races.flatMap((atOnce, round): readonly Step[] => [
    signIn(`sign-in ${round}`),
    { do: 'refresh', as: namesOf(round).uses, token: `{sign-in ${round}.refresh_token}`, atOnce },
    { do: 'refresh', as: namesOf(round).successors, token: '{each}', forEach: `${namesOf(round).uses}.refresh_token` },
  ]),
  {
    do: 'judge',
    as: 'uses at the same time',
    expect: [each(races.map((_, round) => oneLineage(namesOf(round))))],
    evidence: races.flatMap((_, round) => [namesOf(round).uses, namesOf(round).successors]),
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
    skipIf: needsClient,
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
          with: { scope: `{op.scope} {${signedIn}.otherScope}` },
          expect: [scopeNotWidened(`${signedIn}.otherScope`)],
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
