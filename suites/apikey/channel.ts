import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const queryNames = ['api_key', 'apikey', 'api-key', 'key', 'token', 'access_token', 'x-api-key']
const fieldNames = ['X-API-Key', 'API-Key', 'ApiKey', 'X-Auth-Token', 'X-Access-Token', 'X_API_KEY']
const cookieNames = ['api_key', 'token', 'session']

const inAuthorization = (value: string): Attempt => ({
  authorization: [value],
  unlessDeclared: { fields: 'Authorization' },
})

export const channelChecks: readonly Check[] = [
  defineCheck({
    id: 'apikey/wrong-channel',
    title: 'must accept the key in its own field and nowhere else',
    level: 'security',
    severity: 'medium',
    spec: [rfc(9110, '17.9'), asvs('14.2.1')],
    needs: ['apikey'],
    fix: 'Read the key from its field only. A key in a URI ends up in logs, and browsers send one in a cookie with every request.',
    knownIncidents:
      'Security schemes that look for the key in the field, the query and a cookie, because a library does so by default.',
    vectors: Object.fromEntries([
      ...queryNames.map((name): [string, Attempt] => [
        `query: ${name}`,
        // The query is a bad place even where it is declared (RFC 9110 §17.9).
        {
          authorization: [],
          query: `${name}={token|percent-encoded}`,
          warnWhen: { declares: { query: name } },
        },
      ]),
      ...cookieNames.map((name): [string, Attempt] => [
        `cookie: ${name}`,
        { authorization: [], fields: [`Cookie: ${name}={token}`] },
      ]),
      ...fieldNames.map((name): [string, Attempt] => [
        `field: ${name}`,
        { authorization: [], fields: [`${name}: {token}`], unlessDeclared: { fields: name } },
      ]),
      ...Object.entries({
        'Authorization, Bearer': inAuthorization('Bearer {token}'),
        'Authorization, bare': inAuthorization('{token}'),
        'Authorization, Basic, as the password': inAuthorization('Basic {token|prepend:key:|base64}'),
        'Authorization, Basic, as the user': inAuthorization('Basic {token|append::|base64}'),
      }),
    ]),
    expect: [rejected()],
  }),
]
