import { defineCheck, defineSuite, mcp, oauth21, rfc } from '../../harness/define.ts'
import {
  bearerChallenge,
  challengeFields,
  challengePresent,
  challengesWellFormed,
  rejectedStatus,
} from '../../harness/expect/index.ts'
import type { CheckInput } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

/** Media types to ask for. Who has no pages may say so before asking who is there (RFC 9110 §15.5.7). */
const accepts: Readonly<Record<string, Pick<Attempt, 'expect'>>> = {
  'application/json': {},
  '*/*': {},
  'text/html': { expect: [rejectedStatus(401, 406)] },
}

/** Credentials that are wrong in what they say, not in how they are written. */
async function badTokens({ token, unknownToken, config, mint }: CheckInput): Promise<Readonly<Record<string, string>>> {
  if (config.credential.kind === 'static') return { unknown: unknownToken }
  const [header, , signature] = token.split('.')
  const [, otherPayload] = (await mint()).split('.')
  return {
    'signed by a stranger': unknownToken,
    tampered: `${header}.${otherPayload}.${signature}`,
    expired: await mint({ claims: { iat: '-2h', nbf: '-2h', exp: '-1h' } }),
    ...(config.credential.audience !== undefined && {
      'for another audience': await mint({ claims: { aud: 'https://other-api.example' } }),
    }),
  }
}

export const challenge = defineSuite({
  id: 'challenge',
  title: '401 shapes',
  about: 'Status and challenge of a refusal, on every path that leads to one.',
  checks: [
    defineCheck({
      id: 'challenge/www-authenticate-present',
      title: 'sends a challenge with every 401',
      level: 'MUST',
      severity: 'medium',
      spec: [rfc(9110, '15.5.2'), rfc(9110, '11.6.1'), rfc(6750, '3')],
      needs: [],
      fix: 'Add WWW-Authenticate, such as `Bearer realm="api"`, in the one place where every 401 is made.',
      knownIncidents:
        'Frameworks whose plain 401 exception has no fields; answers of one error path that was forgotten.',
      sends: 'Nothing of its own: it judges every 401 that the other checks provoke.',
      // A login that is refused asks for no field of the request.
      appliesTo: ({ attempt, exchange }) => exchange.response?.status === 401 && attempt.captureMembers === undefined,
      expect: [challengePresent()],
    }),
    defineCheck({
      id: 'challenge/status-for-bad-token',
      title: 'answers 401 to bad tokens, whatever media type is asked for',
      level: 'MUST',
      severity: 'medium',
      spec: [rfc(9110, '15.5.2'), rfc(6750, '3.1'), mcp('2025-06-18', 'Token Handling')],
      needs: ['credential'],
      fix: 'Answer 401 whenever the token itself is the reason: clients refresh on 401, and on nothing else.',
      knownIncidents:
        '403 from frameworks whose authenticator has no challenge; 302 to a login page for browsers; 200 with an error inside.',
      vectors: async (input) => {
        return Object.fromEntries(
          Object.entries(await badTokens(input)).flatMap(([name, token]) =>
            Object.entries(accepts).map(([accept, expected]): [string, Attempt] => [
              `${name}, Accept: ${accept}`,
              { token, fields: [`Accept: ${accept}`], ...expected },
            ]),
          ),
        )
      },
      expect: [rejectedStatus(401)],
    }),
    defineCheck({
      id: 'challenge/bearer-scheme',
      title: 'challenges for the scheme that it takes, with a parameter',
      level: 'MUST',
      severity: 'medium',
      spec: [rfc(6750, '3'), oauth21('5.3.1'), rfc(9110, '11.3')],
      needs: ['bearer'],
      fix: 'Send `Bearer realm="api"` and, for a token that is refused, error="invalid_token".',
      knownIncidents:
        'Basic, so that browsers ask for a password; the scheme of whichever authenticator was registered first.',
      vectors: ({ unknownToken }) => ({
        'no credential': { authorization: [] },
        'an ill-formed credential': { authorization: ['Bearer'] },
        'a wrong token': { token: unknownToken },
      }),
      expect: [bearerChallenge()],
    }),
    defineCheck({
      id: 'challenge/grammar',
      title: 'sends challenges that every client can parse',
      level: 'MUST',
      severity: 'low',
      spec: [rfc(9110, '11.2'), rfc(9110, '11.3'), rfc(9110, '11.5'), rfc(6750, '3')],
      needs: [],
      fix: 'Write parameters as name="value", each once; leave quotes and backslashes out of error_description.',
      knownIncidents: 'Texts of exceptions that were pasted into error_description with their quotes.',
      sends: 'Nothing of its own: it reads every WWW-Authenticate field of the run.',
      appliesTo: (observed) => challengeFields(observed).length > 0,
      expect: [challengesWellFormed()],
    }),
  ],
})
