import { defineCheck, oidc, rfc } from '../../harness/define.ts'
import { describeOutcome, rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { Parameters } from '../../harness/oauth-client/parameters.ts'
import { type Authorization, openProvider, randomText } from '../../harness/oauth-client/provider.ts'

/** Everything that RFC 6749 Appendix A.5 allows, with what an encoding has to take care of. */
const reserved = ' a b&c=d+e%20%2B;"quoted"\'<x>?/#:@[]{}|\\^`~!$()*,.-_ '

/** A response to the client, and what its request said. */
interface Response extends Authorization {
  readonly sent: string
  readonly issuer: string
  /** Whether the metadata promise `iss` (RFC 9207 §3). */
  readonly identified: boolean
}

const shortened = (text: string | null): string =>
  text === null ? 'absent' : text.length <= 80 ? JSON.stringify(text) : `${text.length} characters`

const stateEchoed: Expectation<Response> = rule('gives back the state as it was sent', ({ response, sent }) => {
  const states = response.getAll('state')
  if (states.length === 1 && states[0] === sent) return undefined
  return `state is ${shortened(states[0] ?? null)} instead of ${shortened(sent)}`
})

const issuerNamed: Expectation<Response> = {
  text: 'says by iss who it is, where its metadata promise that',
  judge({ response, issuer, identified }) {
    const iss = response.get('iss')
    if (iss === issuer) return { kind: 'met' }
    if (iss === null && !identified) return { kind: 'met', note: 'no iss, and none is promised (RFC 9207)' }
    return { kind: 'broken', received: `iss is ${shortened(iss)} instead of ${shortened(issuer)}` }
  },
}

const noTokenInQuery: Expectation<Response> = rule('puts no token into the address', (outcome) =>
  ['access_token', 'id_token', 'refresh_token'].some((name) => outcome.response.has(name))
    ? describeOutcome(outcome)
    : undefined,
)

/** A browser sends a form, and with it the password, again where 307 or 308 points to. */
const formNotRepeated: Expectation<Response> = rule(
  'redirects by 302 or 303 after a form, never by 307 or 308',
  ({ last, afterForm }) => {
    const status = last.unmasked?.status ?? 0
    return afterForm && (status === 307 || status === 308) ? `${status} after a form` : undefined
  },
)

const expectations = [stateEchoed, issuerNamed, noTokenInQuery, formNotRepeated]

/** Requests that are wrong in what may be told to the client (RFC 6749 §4.1.2.1). */
const errors: Readonly<Record<string, Parameters>> = {
  'an unknown response type': { response_type: 'conformance' },
  'no response type': { response_type: undefined },
  'an ill-formed scope': { scope: 'openid  "x"' },
  'an unknown challenge method': { code_challenge_method: 'S999' },
  'prompt=none': { prompt: 'none' },
}

export const responseChecks: readonly Check[] = [
  defineCheck({
    id: 'op/response-parameters',
    title: 'gives back the state in each authorization response, and says who it is',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(6749, '4.1.2'), rfc(9207, '2'), rfc(9207, '2.3'), oidc('3.1.2.6', 'AuthError'), rfc(9700, '4.12')],
    needs: ['op'],
    fix: 'Build every response in one place: the parameters, state as it was received, iss, encoded once as a form, by 303.',
    knownIncidents:
      'State that was decoded twice; iss in successful responses only; 307 after the login form, which sends the password on to the client.',
    sends: `Authorization requests with a state of reserved characters and one of 2,000 characters; with reserved characters and ${Object.keys(errors).join(', ')}. Errors that are shown on a page are left alone.`,
    passes: expectations.map(({ text }) => text).join('; '),
    async run(context) {
      const { expect } = context
      const provider = await openProvider(context)
      if (!provider) return
      if (!(await provider.obtainCode('a usual state'))) return
      const identified = provider.metadata.authorization_response_iss_parameter_supported === true
      const long = Array.from({ length: 48 }, randomText).join('').slice(0, 2000)
      const requests: Readonly<Record<string, Parameters & { readonly state: string }>> = {
        'reserved characters': { state: reserved },
        'a long state': { state: long },
        ...Object.fromEntries(Object.entries(errors).map(([name, changes]) => [name, { ...changes, state: reserved }])),
      }
      for (const [vector, changes] of Object.entries(requests)) {
        const authorization = await provider.authorize(vector, changes)
        if (authorization.sentTo === undefined) continue
        const subject = { ...authorization, sent: changes.state, issuer: provider.issuer, identified }
        expect(vector, subject, expectations, authorization.answers)
      }
    },
  }),
]
