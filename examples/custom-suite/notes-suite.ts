import { defineCheck, defineSuite, rfc } from 'auth-conformance'
import { accepted, rejected, status } from 'auth-conformance/expect'

export default defineSuite({
  id: 'notes',
  title: 'Notes',
  about: 'What the API of notes promises besides the specifications.',
  checks: [
    // A check is data: what is sent, as the difference from the valid request, and what must come back.
    defineCheck({
      id: 'notes/cookie-rejected',
      title: 'must reject a token in a cookie',
      level: 'security',
      severity: 'medium',
      spec: [rfc(6750, '2')],
      needs: ['bearer'],
      fix: 'Read the token from Authorization only.',
      vectors: {
        token: { authorization: [], fields: ['Cookie: token={token}'] },
        session: { authorization: [], fields: ['Cookie: session={token}'] },
      },
      expect: [rejected(), status(401)],
    }),
    defineCheck({
      id: 'notes/language-ignored',
      title: 'must accept a valid token whatever language the client prefers',
      level: 'MUST',
      severity: 'low',
      spec: [rfc(9110, '12.5.4')],
      needs: ['credential'],
      fix: 'Check the token before the language is negotiated.',
      vectors: {
        French: { fields: ['Accept-Language: fr'] },
        'an invented language': { fields: ['Accept-Language: tlh'] },
      },
      expect: [accepted()],
    }),
    // Skipped unless the server trusts the mock issuer (--audience). The forged token is the valid one with another header.
    defineCheck({
      id: 'notes/key-hint-rejected',
      title: 'must reject a token whose header was changed after it was signed',
      level: 'MUST',
      severity: 'critical',
      spec: [rfc(7515, '5.2')],
      needs: ['issuer'],
      fix: 'Verify the signature over the header and the payload.',
      vectors: { 'another cty': { forge: { header: { cty: 'JWT' } } } },
      expect: [rejected()],
    }),
  ],
})
