import { apiTop10, asvs, defineCheck, defineSuite, rfc } from '../../harness/define.ts'
import { accepted, rejected, status, withSeverity } from '../../harness/expect/index.ts'

export const gate = defineSuite({
  id: 'gate',
  title: 'Controls',
  about: 'The valid credential is accepted and nothing else is: every other verdict depends on this.',
  checks: [
    defineCheck({
      id: 'gate/positive-control',
      title: 'must accept the valid credential every time',
      level: 'MUST',
      severity: 'high',
      spec: [rfc(6750, '2.1'), rfc(9110, '11.6.2')],
      needs: ['credential'],
      fix: 'Find out why the same valid request is sometimes rejected: a lock-out, a limit, an instance with another configuration.',
      knownIncidents: 'Test tokens that had expired; servers that lock an account after rejected attempts.',
      sends: 'The valid request three times at the start, and once before and once after each other check.',
      appliesTo: { role: 'control' },
      expect: [accepted()],
    }),
    defineCheck({
      id: 'gate/anonymous-rejected',
      title: 'must reject the same request without a credential',
      level: 'MUST',
      severity: 'critical',
      spec: [rfc(9110, '11.4'), rfc(9110, '15.5.2'), rfc(6750, '3'), apiTop10(2)],
      needs: [],
      fix: 'Authenticate requests to this path, and answer 401 when a request carries no credential. Where another status is meant, declare it: --rejected-status 404 for hidden paths.',
      knownIncidents:
        'A proxy that accepted requests without a credential for every upstream without a token list, where its manual said "any valid token".',
      vectors: {
        'no credential': { authorization: [] },
        // Another method may be rejected before authentication, so only access is judged.
        'no credential, by GET': { authorization: [], method: 'GET', expect: [rejected()] },
      },
      expect: [rejected(), withSeverity('medium', status(401))],
    }),
    defineCheck({
      id: 'gate/wrong-credential-rejected',
      title: 'must reject a well-formed credential that was never issued',
      level: 'MUST',
      severity: 'critical',
      spec: [rfc(6750, '3.1'), rfc(9110, '11.4'), asvs('9.1.1')],
      needs: ['credential'],
      fix: 'Compare the value of the credential, and do not only check that there is one; verify the signature of a JWT.',
      knownIncidents: 'Test doubles that only look for the field, left in production.',
      vectors: {
        'of the same length and alphabet': { token: '{unknownToken}' },
        'not a token of this kind at all': { token: '{token|each:x|first:64}' },
      },
      expect: [rejected()],
    }),
  ],
})
