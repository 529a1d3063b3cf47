import { defineCheck, oidc, rfc } from '../../harness/define.ts'
import { rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { AuthorizationAnswer, Changes } from '../../harness/model/steps/oauth.ts'
import { noTokenInRedirect } from './expect/authorization.ts'
import { discover, flowPerRow, needsClient } from './steps.ts'

/** All characters that RFC 6749 Appendix A.5 allows, those that must be encoded included. */
const reserved = ' a b&c=d+e%20%2B;"quoted"\'<x>?/#:@[]{}|\\^`~!$()*,.-_ '

const shortened = (text: unknown): string =>
  typeof text !== 'string' ? 'absent' : text.length <= 80 ? JSON.stringify(text) : `${text.length} characters`

const stateReturned: Expectation<AuthorizationAnswer> = rule(
  'must return the state as it was sent',
  ({ response, asked, sentTo }) => {
    const states = response.getAll('state')
    if (sentTo === undefined || (states.length === 1 && states[0] === asked.state)) return undefined
    return `state is ${shortened(states[0])} instead of ${shortened(asked.state)}`
  },
)

const issuerNamed: Expectation<AuthorizationAnswer> = {
  text: 'must name itself in iss, where its metadata promise that',
  judge({ response, sentTo, value }) {
    const iss = response.get('iss')
    const issuer = value('metadata.issuer')
    if (sentTo === undefined || iss === issuer) return { kind: 'met' }
    if (iss === null && value('metadata.authorization_response_iss_parameter_supported') !== true) {
      return { kind: 'met', note: 'no iss, and none is promised (RFC 9207)' }
    }
    return { kind: 'broken', received: `iss is ${shortened(iss)} instead of ${shortened(issuer)}` }
  },
}

/** A browser that is sent on by 307 or 308 sends the form once more, and with it the password (RFC 9700 §4.12). */
const formNotRepeated: Expectation<AuthorizationAnswer> = rule(
  'must redirect by 302 or 303 after a form, never by 307 or 308',
  ({ last, afterForm }) => {
    const status = last.unmasked?.status ?? 0
    return afterForm && (status === 307 || status === 308) ? `${status} after a form` : undefined
  },
)

/** Requests whose errors are sent to the client (RFC 6749 §4.1.2.1). An error on a page has no parameters to judge. */
const requests: Readonly<Record<string, Changes>> = {
  'reserved characters': { state: reserved },
  'a long state': { state: '0123456789'.repeat(200) },
  'an unknown response type': { state: reserved, response_type: 'conformance' },
  'no response type': { state: reserved, response_type: null },
  'an ill-formed scope': { state: reserved, scope: 'openid  "x"' },
  'an unknown challenge method': { state: reserved, code_challenge_method: 'S999' },
  'prompt=none': { state: reserved, prompt: 'none' },
}

export const responseChecks: readonly Check[] = [
  defineCheck({
    id: 'op/response-parameters',
    title: 'must return the state and name itself in each authorization response',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(6749, '4.1.2'), rfc(9207, '2'), rfc(9207, '2.3'), oidc('3.1.2.6', 'AuthError'), rfc(9700, '4.12')],
    needs: ['op'],
    fix: 'Build every response in one place: its parameters, the state as it was received, and iss, encoded once as a form. Redirect by 303.',
    knownIncidents:
      'State that was decoded twice; iss in successful responses only; 307 after the login form, which sends the password to the client.',
    skipIf: needsClient,
    before: [discover, { do: 'authorize', as: 'a usual state', required: true }],
    flows: flowPerRow(requests, (changes) => [
      {
        do: 'authorize',
        with: changes,
        expect: [stateReturned, issuerNamed, noTokenInRedirect, formNotRepeated],
      },
    ]),
  }),
]
