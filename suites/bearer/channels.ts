import { asvs, cwe, defineCheck, mcp, oauth21, rfc } from '../../harness/define.ts'
import {
  accepted,
  advisory,
  anyOf,
  conflictsRejected,
  doesNotCrash,
  rejected,
  status,
} from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const queryNames = ['access_token', 'token', 'bearer', 'jwt', 'auth', 'api_key', 'apikey', 'key', 'authorization']

const credentialFields = [
  ...['Proxy-Authorization', 'X-Authorization', 'X-Forwarded-Authorization', 'Authentication'],
  ...['X-Access-Token', 'X-Auth-Token', 'X_Authorization', 'X_Access_Token', 'HTTP_AUTHORIZATION'],
]

const identityFields = [
  ...['X-User', 'X-User-Id', 'X-Forwarded-User', 'X-Remote-User', 'X-Auth-Request-Email', 'X-Authenticated-Userid'],
  ...['Remote-User', 'X_User', 'X_Forwarded_User', 'Remote_User'],
]

export const channelChecks: readonly Check[] = [
  defineCheck({
    id: 'bearer/duplicate-headers',
    title: 'does not let several Authorization fields widen access',
    level: 'security',
    severity: 'medium',
    spec: [rfc(9110, '5.3'), rfc(9110, '11.6.2'), rfc(6750, '3.1')],
    needs: ['credential', 'bearer'],
    fix: 'Answer 400 to more than one Authorization field; a proxy in front may have looked at the other one.',
    knownIncidents:
      'Node and Go quietly keep the first line; WSGI joins the lines with a comma before any application sees them.',
    vectors: ({ token, unknownToken }) => {
      const [good, bad, basic] = [`Bearer ${token}`, `Bearer ${unknownToken}`, 'Basic eDp4']
      return {
        'wrong, valid': { authorization: [bad, good] },
        'valid, wrong': { authorization: [good, bad] },
        'valid, valid': { authorization: [good, good] },
        'Basic, valid': { authorization: [basic, good] },
        'valid, Basic': { authorization: [good, basic] },
        'wrong and valid in one line': { authorization: [`${bad}, ${good}`], expect: [rejected()] },
        'wrong, valid, names in other cases': {
          authorization: [],
          fields: [`authorization: ${bad}`, `AUTHORIZATION: ${good}`],
        },
        'valid, wrong, names in other cases': {
          authorization: [],
          fields: [`authorization: ${good}`, `AUTHORIZATION: ${bad}`],
        },
      }
    },
    expect: [doesNotCrash()],
    expectAll: [
      conflictsRejected([
        ['valid, wrong', 'wrong, valid'],
        ['valid, Basic', 'Basic, valid'],
        ['valid, wrong, names in other cases', 'wrong, valid, names in other cases'],
      ]),
    ],
  }),
  defineCheck({
    id: 'bearer/query-token-ignored',
    title: 'ignores credentials in the query of the URI',
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
      'WebSocket and event-stream helpers that take ?token=; middlewares that still implement RFC 6750 §2.3.',
    vectors: ({ token, unknownToken, config }) => {
      const encoded = encodeURIComponent(token)
      const isMcp = config.credential.kind === 'jwt' && config.credential.tokenProfile === 'mcp'
      const expectOf = (name: string): Pick<Attempt, 'expect'> =>
        config.accepts.query.includes(name) && !isMcp ? { expect: [advisory(rejected())] } : {}
      return {
        ...Object.fromEntries(
          queryNames.map((name) => [name, { authorization: [], query: `${name}=${encoded}`, ...expectOf(name) }]),
        ),
        'valid in the query, wrong in the field': {
          authorization: [`Bearer ${unknownToken}`],
          query: `access_token=${encoded}&token=${encoded}`,
        },
        'wrong in the query, valid in the field': {
          query: `access_token=${encodeURIComponent(unknownToken)}`,
          expect: [anyOf(accepted(), status(400))],
        },
      }
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'bearer/alias-headers-ignored',
    title: 'ignores credentials and identities in look-alike fields',
    level: 'security',
    severity: 'critical',
    spec: [asvs('4.1.3'), rfc(9110, '11.7.2'), cwe(290)],
    needs: ['credential', 'bearer'],
    fix: 'Read Authorization only. Where a proxy asserts identities, take them from its address alone and strip the fields from everyone else.',
    knownIncidents: 'Applications made to sit behind an identity-aware proxy, exposed without it.',
    vectors: ({ token, config }) => {
      const declared = config.accepts.fields.map((name) => name.toLowerCase())
      const undeclared = (names: readonly string[]) => names.filter((name) => !declared.includes(name.toLowerCase()))
      const subject = config.credential.kind === 'jwt' ? config.credential.subject : 'admin'
      const attempt = (line: string): Attempt => ({ authorization: [], fields: [line] })
      return Object.fromEntries([
        ...undeclared(credentialFields).flatMap((name) => [
          [`${name}, with scheme`, attempt(`${name}: Bearer ${token}`)],
          [`${name}, token alone`, attempt(`${name}: ${token}`)],
        ]),
        ...undeclared(identityFields).map((name) => [name, attempt(`${name}: ${subject}`)]),
      ])
    },
    expect: [rejected()],
  }),
]
