import { defineCheck, defineSuite } from '../../harness/define.ts'
import { defineSystem } from '../../harness/model/system.ts'
import { secretComparison } from '../timing/comparisons.ts'
import { documentedStatus } from './answer.ts'
import { healthPath, healthPromise, limitOf, toolkit } from './mcp-toolkit.ts'
import { promise, statusOnly } from './promise.ts'

const id = 'mcp-toolkit-api-key'

export const mcpToolkitApiKey = defineSystem({
  id,
  about: 'mcp-toolkit with MCP_AUTH=api_key: one key in X-API-Key',
  path: '/tools',
  settings: (env) => ({
    apiKeyEnv: 'MCP_API_KEY',
    health: { path: healthPath },
    launch: {
      secret: 'MCP_API_KEY',
      mode: { name: 'MCP_AUTH', value: 'api_key', opensByDefault: true },
    },
    ...limitOf(env),
  }),
  doesNotPromise: { 'challenge/www-authenticate-present': statusOnly },
  suite: defineSuite({
    id,
    title: 'mcp-toolkit, API key',
    about: 'What the page on modes promises of api_key.',
    checks: [
      healthPromise(id),
      defineCheck({
        ...promise,
        severity: 'critical',
        id: `${id}/unauthorized`,
        title: 'must answer 401 to a missing and to an unknown key',
        spec: [toolkit('api_key')],
        needs: ['credential'],
        fix: 'Compare X-API-Key with MCP_API_KEY, and answer 401 where they differ.',
        vectors: {
          'no key': { authorization: [], token: '' },
          'an unknown key': { token: '{unknownToken}' },
          'the key as a bearer token': { authorization: ['Bearer {token}'] },
        },
        expect: [documentedStatus(401)],
      }),
      defineCheck({
        ...secretComparison,
        ...promise,
        id: `${id}/comparison`,
        title: 'must compare the key in constant time',
        spec: [toolkit('api_key')],
        fix: 'Compare digests of both keys with hmac.compare_digest.',
      }),
    ],
  }),
})
