import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const queryNames = ['api_key', 'apikey', 'api-key', 'key', 'token', 'access_token', 'x-api-key']
const fieldNames = ['X-API-Key', 'API-Key', 'ApiKey', 'X-Auth-Token', 'X-Access-Token', 'X_API_KEY']
const cookieNames = ['api_key', 'token', 'session']

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`, 'latin1').toString('base64')}`

export const channelChecks: readonly Check[] = [
  defineCheck({
    id: 'apikey/wrong-channel',
    title: 'takes the key in its own field and nowhere else',
    level: 'security',
    severity: 'medium',
    spec: [rfc(9110, '17.9'), asvs('14.2.1')],
    needs: ['apikey'],
    fix: 'Read the key from its field only. A key in a URI ends up in logs, and one in a cookie is sent by every page.',
    knownIncidents:
      'Security schemes that look for the key in the field, the query and a cookie, because a library does so by default.',
    vectors: ({ token, config }) => {
      const { accepts, channel } = config
      const own = channel.field.toLowerCase()
      const declared = [own, ...accepts.fields.map((name) => name.toLowerCase())]
      const encoded = encodeURIComponent(token)
      const absent: Attempt = { authorization: [] }
      const authorization: Readonly<Record<string, Attempt>> = {
        'Authorization, Bearer': { authorization: [`Bearer ${token}`] },
        'Authorization, bare': { authorization: [token] },
        'Authorization, Basic, as the password': { authorization: [basic('key', token)] },
        'Authorization, Basic, as the user': { authorization: [basic(token, '')] },
      }
      return Object.fromEntries([
        ...queryNames.map((name): [string, Attempt] => [
          `query: ${name}`,
          // Declared or not, it is a bad place (RFC 9110 §17.9).
          {
            ...absent,
            query: `${name}=${encoded}`,
            ...(accepts.query.includes(name) && { expect: [advisory(rejected())] }),
          },
        ]),
        ...cookieNames.map((name): [string, Attempt] => [
          `cookie: ${name}`,
          { ...absent, fields: [`Cookie: ${name}=${token}`] },
        ]),
        ...fieldNames
          .filter((name) => !declared.includes(name.toLowerCase()))
          .map((name): [string, Attempt] => [`field: ${name}`, { ...absent, fields: [`${name}: ${token}`] }]),
        ...(declared.includes('authorization') ? [] : Object.entries(authorization)),
      ])
    },
    expect: [rejected()],
  }),
]
