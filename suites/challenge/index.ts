import { defineCheck, defineSuite, mcp, oauth21, rfc } from '../../harness/define.ts'
import { challengePresent, rejectedStatus } from '../../harness/expect/index.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { bearerChallenge, challengesWellFormed, rejectedForBrowsers } from './expect.ts'
import { scopeChecks } from './scope.ts'

/** Well-formed credentials that are invalid. */
const invalid: Readonly<Record<string, Attempt>> = {
  unknown: { token: '{unknownToken}', when: { credential: 'static' } },
  'signed with an unknown key': { token: '{unknownToken}', when: { credential: 'jwt' } },
  tampered: { token: '{token|header}.{anotherToken|payload}.{token|signature}', when: { credential: 'jwt' } },
  expired: { jwt: { claims: { iat: '-2h', nbf: '-2h', exp: '-1h' } } },
  'for another audience': { jwt: { claims: { aud: 'https://other-api.example' } }, when: { audience: true } },
}

/** Media types to ask for. A server without pages may say so before it authenticates (RFC 9110 §15.5.7). */
const accepts: Readonly<Record<string, Pick<Attempt, 'expect'>>> = {
  'application/json': {},
  '*/*': {},
  'text/html': { expect: [rejectedForBrowsers(401, 406)] },
}

/** A server that always answers 200 has no 401 to judge. */
const skipIf = ({ rejection }: TargetConfig): string | undefined =>
  rejection && 'rejections are declared by their body, so that no answer has to be a 401'

export const challenge = defineSuite({
  id: 'challenge',
  title: '401 responses',
  about: 'Status and challenge of a rejection, on every path that leads to one.',
  checks: [
    defineCheck({
      id: 'challenge/www-authenticate-present',
      title: 'must send a challenge with every 401',
      level: 'MUST',
      severity: 'medium',
      spec: [rfc(9110, '15.5.2'), rfc(9110, '11.6.1'), rfc(6750, '3')],
      needs: [],
      skipIf,
      fix: 'Add WWW-Authenticate, such as `Bearer realm="api"`, in the one place where every 401 is made.',
      knownIncidents: 'Frameworks whose plain 401 exception has no fields; one error path that was forgotten.',
      sends: 'Nothing of its own: it judges every 401 that the other checks receive.',
      // A login that is rejected asks for no field of the request.
      appliesTo: { status: 401, captures: false },
      expect: [challengePresent()],
    }),
    defineCheck({
      id: 'challenge/status-for-bad-token',
      title: 'must answer 401 to invalid tokens, whatever media type is asked for',
      level: 'MUST',
      severity: 'medium',
      spec: [rfc(9110, '15.5.2'), rfc(6750, '3.1'), mcp('2025-06-18', 'Token Handling')],
      needs: ['credential'],
      skipIf,
      fix: "Answer 401 whenever the token itself is the reason: clients refresh on 401, and on nothing else. Declare what is meant otherwise: --rejected-status 404 for hidden paths; browsers: 'redirect' for people who are led to a sign-in page; --rejection for a server that always answers 200.",
      knownIncidents:
        '403 from frameworks whose authenticator has no challenge; 302 to a login page for browsers; 200 with an error inside.',
      vectors: Object.fromEntries(
        Object.entries(invalid).flatMap(([name, attempt]) =>
          Object.entries(accepts).map(([accept, expected]): [string, Attempt] => [
            `${name}, Accept: ${accept}`,
            { ...attempt, fields: [`Accept: ${accept}`], ...expected },
          ]),
        ),
      ),
      expect: [rejectedStatus(401)],
    }),
    defineCheck({
      id: 'challenge/bearer-scheme',
      title: 'must challenge for the scheme that it accepts, with a parameter',
      level: 'MUST',
      severity: 'medium',
      spec: [rfc(6750, '3'), oauth21('5.3.1'), rfc(9110, '11.3')],
      needs: ['bearer'],
      skipIf,
      fix: 'Send `Bearer realm="api"` and, for a token that is rejected, error="invalid_token".',
      knownIncidents:
        'Basic, so that browsers ask for a password; the scheme of whichever authenticator was registered first.',
      vectors: {
        'no credential': { authorization: [] },
        'an ill-formed credential': { authorization: ['Bearer'] },
        'an unknown token': { token: '{unknownToken}' },
      },
      expect: [bearerChallenge()],
    }),
    defineCheck({
      id: 'challenge/grammar',
      title: 'must send challenges that every client can parse',
      level: 'MUST',
      severity: 'low',
      spec: [rfc(9110, '11.2'), rfc(9110, '11.3'), rfc(9110, '11.5'), rfc(6750, '3')],
      needs: [],
      skipIf,
      fix: 'Write parameters as name="value", each once; leave quotes and backslashes out of error_description.',
      knownIncidents: 'Texts of exceptions that were pasted into error_description with their quotes.',
      sends: 'Nothing of its own: it reads every WWW-Authenticate field that the other checks receive.',
      appliesTo: { field: 'WWW-Authenticate' },
      expect: [challengesWellFormed()],
    }),
    ...scopeChecks,
  ],
})
