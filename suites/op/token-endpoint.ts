import { defineCheck, oidc, rfc } from '../../harness/define.ts'
import {
  advisory,
  doesNotCrash,
  errorOf,
  errorShape,
  jsonAnswer,
  noStore,
  noTokenIssued,
  prerequisite,
  tokenShape,
} from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { clientAuthentication } from '../../harness/oauth-client/client-authentication.ts'
import { encodeForm, type Parameters } from '../../harness/oauth-client/parameters.ts'
import {
  type Grant,
  openProvider,
  type Provider,
  randomText,
  type TokenRequest,
} from '../../harness/oauth-client/provider.ts'

/** More than any token request is. */
const hugeBytes = 300_000

const form = 'application/x-www-form-urlencoded'

/** What differs from the right request with a new code. */
interface Wrong {
  readonly parameters?: Parameters
  readonly request?: TokenRequest
  readonly expected: readonly Expectation[]
}

const malformed = [errorShape('invalid_request')]

/** By vector. */
const wrongRequests: Readonly<Record<string, (provider: Provider, grant: Grant) => Wrong>> = {
  'no grant_type': () => ({ parameters: { grant_type: undefined }, expected: malformed }),
  'an empty grant_type': () => ({
    parameters: { grant_type: '' },
    expected: [errorShape('invalid_request', 'unsupported_grant_type')],
  }),
  'an unknown grant_type': () => ({
    parameters: { grant_type: 'urn:conformance:nothing' },
    expected: [errorShape('unsupported_grant_type')],
  }),
  'no code': () => ({ parameters: { code: undefined }, expected: malformed }),
  'an empty code': () => ({ parameters: { code: '' }, expected: [errorShape('invalid_request', 'invalid_grant')] }),
  'an unknown code': () => ({ parameters: { code: randomText() }, expected: [errorShape('invalid_grant')] }),
  'grant_type twice': () => ({
    parameters: { grant_type: ['authorization_code', 'authorization_code'] },
    expected: malformed,
  }),
  'the code twice': (_, { code }) => ({ parameters: { code: [code, code] }, expected: malformed }),
  'an unknown client': () => ({
    request: { client: { id: randomText(), secret: randomText(), auth: 'post' } },
    expected: [errorShape('invalid_client')],
  }),
  'JSON instead of a form': (provider, grant) => ({
    request: { content: { type: 'application/json', body: JSON.stringify(whole(provider, grant)) } },
    expected: [advisory(noTokenIssued())],
  }),
  'no content': () => ({
    request: { content: { type: form, body: '' } },
    expected: [errorShape('invalid_request', 'invalid_client')],
  }),
  'everything in the query, by GET': (provider, grant) => ({
    request: { method: 'GET', query: encodeForm(whole(provider, grant)), content: { type: form, body: '' } },
    expected: [noTokenIssued()],
  }),
  'everything in the query, by POST': (provider, grant) => ({
    request: { query: encodeForm(whole(provider, grant)), content: { type: form, body: '' } },
    expected: [noTokenIssued()],
  }),
  'a huge body': () => ({
    parameters: { padding: 'x'.repeat(hugeBytes) },
    expected: [doesNotCrash({ orCloses: true })],
  }),
}

/** All that a right request says, where the client sends its credentials in the body. */
const whole = (provider: Provider, grant: Grant): Parameters => ({
  ...provider.redemption(grant),
  ...clientAuthentication(provider.client).parameters,
})

export const tokenEndpointChecks: readonly Check[] = [
  defineCheck({
    id: 'op/token-endpoint-errors',
    title: 'answers token requests in the prescribed shape, right ones and wrong ones',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(6749, '5.1'), rfc(6749, '5.2'), rfc(6749, '3.2'), oidc('3.1.3.3', 'TokenResponse')],
    needs: ['op'],
    fix: 'Answer tokens as JSON with Cache-Control: no-store; answer mistakes 400 with a code of RFC 6749 §5.2; take POST with a form only, and refuse parameters that are repeated.',
    knownIncidents:
      'Errors as a page with status 200, which clients take for tokens; handlers that read body and query as one.',
    sends:
      'A code that is redeemed rightly; then a new code each with a grant type or a code that is missing, empty, unknown or repeated, an unknown client, JSON, no content, everything in the query, and a body of 300 kB.',
    passes:
      'answers tokens in JSON with no-store; refuses the others by 400 in JSON with the right error, and never by a 5xx; tokens for JSON are a warning',
    async run(context) {
      const provider = await openProvider(context)
      if (!provider) return
      if (!(await succeed(context, provider))) return
      for (const [vector, wrongly] of Object.entries(wrongRequests)) {
        const grant = await provider.obtainCode(vector)
        if (!grant) continue
        const { parameters, request, expected } = wrongly(provider, grant)
        const observed = await provider.token(vector, { ...provider.redemption(grant), ...parameters }, request)
        context.expect(vector, observed, expected, [observed])
      }
    },
  }),
]

/** Whether there is a code to redeem at all. */
async function succeed({ expect }: RunContext, provider: Provider): Promise<boolean> {
  const grant = await provider.obtainCode('the right request')
  if (!grant) return false
  const observed = await provider.token('the right request', provider.redemption(grant))
  // Who the client is, op/client-authentication asks.
  const known = errorOf(observed) !== 'invalid_client'
  const expected = known ? [tokenShape(), jsonAnswer(), noStore()] : [prerequisite(tokenShape())]
  expect('the right request', observed, expected, [observed])
  return known
}
