import { asvs, cwe, defineCheck, mcp, oauth21, rfc } from '../../harness/define.ts'
import { accepted, anyOf, doesNotCrash, rejected, status } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { conflictsRejected } from './expect.ts'

const queryNames = ['access_token', 'token', 'bearer', 'jwt', 'auth', 'api_key', 'apikey', 'key', 'authorization']

const credentialFields = [
  ...['Proxy-Authorization', 'X-Authorization', 'X-Forwarded-Authorization', 'Authentication'],
  ...['X-Access-Token', 'X-Auth-Token', 'X_Authorization', 'X_Access_Token', 'HTTP_AUTHORIZATION'],
]

const identityFields = [
  ...['X-User', 'X-User-Id', 'X-Forwarded-User', 'X-Remote-User', 'X-Auth-Request-Email', 'X-Authenticated-Userid'],
  ...['Remote-User', 'X_User', 'X_Forwarded_User', 'Remote_User'],
]

/** Without a credential in its place, and with this field, unless the target declares it. */
const insteadOfCredential = (name: string, value: string): Attempt => ({
  authorization: [],
  fields: [`${name}: ${value}`],
  unlessDeclared: { fields: name },
})

export const channelChecks: readonly Check[] = [
  defineCheck({
    id: 'bearer/duplicate-headers',
    title: 'must not let several Authorization fields widen access',
    level: 'security',
    severity: 'medium',
    spec: [rfc(9110, '5.3'), rfc(9110, '11.6.2'), rfc(6750, '3.1')],
    needs: ['credential', 'bearer'],
    fix: 'Answer 400 to more than one Authorization field; a proxy in front may have checked the other one.',
    knownIncidents:
      'Node and Go silently keep the first line; WSGI joins the lines with a comma before any application sees them.',
    vectors: {
      'unknown, valid': { authorization: ['Bearer {unknownToken}', 'Bearer {token}'] },
      'valid, unknown': { authorization: ['Bearer {token}', 'Bearer {unknownToken}'] },
      'valid, valid': { authorization: ['Bearer {token}', 'Bearer {token}'] },
      'Basic, valid': { authorization: ['Basic eDp4', 'Bearer {token}'] },
      'valid, Basic': { authorization: ['Bearer {token}', 'Basic eDp4'] },
      'unknown and valid in one line': {
        authorization: ['Bearer {unknownToken}, Bearer {token}'],
        expect: [rejected()],
      },
      'unknown, valid, names in other cases': {
        authorization: [],
        fields: ['authorization: Bearer {unknownToken}', 'AUTHORIZATION: Bearer {token}'],
      },
      'valid, unknown, names in other cases': {
        authorization: [],
        fields: ['authorization: Bearer {token}', 'AUTHORIZATION: Bearer {unknownToken}'],
      },
    },
    expect: [doesNotCrash()],
    expectAll: [
      conflictsRejected([
        ['valid, unknown', 'unknown, valid'],
        ['valid, Basic', 'Basic, valid'],
        ['valid, unknown, names in other cases', 'unknown, valid, names in other cases'],
      ]),
    ],
  }),
  defineCheck({
    id: 'bearer/query-token-ignored',
    title: 'must ignore credentials in the query of the URI',
    level: 'MUST',
    severity: 'high',
    spec: [
      oauth21('5.1'),
      rfc(6750, '2.3'),
      rfc(9110, '17.9'),
      asvs('14.2.1'),
      mcp('2025-06-18', 'Token Requirements'),
    ],
    needs: ['credential', 'bearer'],
    fix: 'Read the token from the Authorization field only: URIs end up in logs, histories and Referer fields.',
    knownIncidents:
      'WebSocket and event-stream libraries that take ?token=; middlewares that still implement RFC 6750 §2.3.',
    vectors: {
      ...Object.fromEntries(
        queryNames.map((name): [string, Attempt] => [
          name,
          {
            authorization: [],
            query: `${name}={token|percent-encoded}`,
            // MCP forbids it, whatever the target declares.
            warnWhen: { declares: { query: name }, not: { tokenProfile: 'mcp' } },
          },
        ]),
      ),
      'valid in the query, unknown in the field': {
        authorization: ['Bearer {unknownToken}'],
        query: 'access_token={token|percent-encoded}&token={token|percent-encoded}',
      },
      'unknown in the query, valid in the field': {
        query: 'access_token={unknownToken|percent-encoded}',
        expect: [anyOf(accepted(), status(400))],
      },
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'bearer/alias-headers-ignored',
    title: 'must ignore credentials and identities in fields other than Authorization',
    level: 'security',
    severity: 'critical',
    spec: [asvs('4.1.3'), rfc(9110, '11.7.2'), cwe(290)],
    needs: ['credential', 'bearer'],
    fix: 'Read Authorization only. Where a proxy asserts identities, accept them from its address only, and let it remove these fields from the requests of clients.',
    knownIncidents: 'Applications made to run behind an identity-aware proxy, exposed without it.',
    vectors: {
      ...Object.fromEntries(
        credentialFields.flatMap((name): readonly [string, Attempt][] => [
          [`${name}, with scheme`, insteadOfCredential(name, 'Bearer {token}')],
          [`${name}, token alone`, insteadOfCredential(name, '{token}')],
        ]),
      ),
      ...Object.fromEntries(
        identityFields.map((name): [string, Attempt] => [name, insteadOfCredential(name, '{subject}')]),
      ),
    },
    expect: [rejected()],
  }),
]
