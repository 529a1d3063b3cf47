import { apiTop10, asvs, defineCheck, defineSuite, rfc } from '../../harness/define.ts'
import { accepted, rejected, status, weighing } from '../../harness/expect/index.ts'

export const gate = defineSuite({
  id: 'gate',
  title: 'Gate controls',
  about: 'The valid credential opens the door and nothing else does: what every other verdict leans on.',
  checks: [
    defineCheck({
      id: 'gate/positive-control',
      title: 'serves the valid credential every time',
      level: 'MUST',
      severity: 'high',
      spec: [rfc(6750, '2.1'), rfc(9110, '11.6.2')],
      needs: ['credential'],
      fix: 'Find out why the same valid request is refused now and then: a lock-out, a limit, an instance with another configuration.',
      knownIncidents: 'Fixture tokens that had expired; servers that lock an account after refused attempts.',
      sends: 'The valid request three times at the start, and once before and once after each other check.',
      appliesTo: ({ role }) => role === 'control',
      expect: [accepted()],
    }),
    defineCheck({
      id: 'gate/anonymous-denied',
      title: 'refuses the same request without any credential',
      level: 'MUST',
      severity: 'critical',
      spec: [rfc(9110, '11.4'), rfc(9110, '15.5.2'), rfc(6750, '3'), apiTop10(2)],
      needs: [],
      fix: 'Put authentication in front of this path, and answer 401 when the request carries no credential.',
      knownIncidents:
        'A proxy that served every upstream without a token list to anybody, where its manual said "any valid token".',
      vectors: ({ config }) => ({
        'no credential': { authorization: [] },
        // Another method may be refused before anybody asks who is there, so only access is judged.
        ...(config.method !== 'GET' && {
          'no credential, by GET': { authorization: [], method: 'GET', expect: [rejected()] },
        }),
      }),
      expect: [rejected(), weighing('medium', status(401))],
    }),
    defineCheck({
      id: 'gate/wrong-credential-denied',
      title: 'refuses a well-formed credential that nobody issued',
      level: 'MUST',
      severity: 'critical',
      spec: [rfc(6750, '3.1'), rfc(9110, '11.4'), asvs('9.1.1')],
      needs: ['credential'],
      fix: 'Look at the value of the credential, not only at whether there is one; verify the signature of a JWT.',
      knownIncidents: 'Test doubles that only look whether the field is there, left in place.',
      vectors: ({ token, unknownToken }) => ({
        'of the same length and alphabet': { token: unknownToken },
        'not a token of this kind at all': { token: 'x'.repeat(Math.min(token.length, 64)) },
      }),
      expect: [rejected()],
    }),
  ],
})
