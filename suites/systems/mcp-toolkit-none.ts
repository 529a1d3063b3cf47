import { defineCheck, defineSuite } from '../../harness/define.ts'
import { success } from '../../harness/expect/index.ts'
import { defineSystem } from '../../harness/model/system.ts'
import { healthPath, healthPromise, toolkit } from './mcp-toolkit.ts'
import { promise } from './promise.ts'

const id = 'mcp-toolkit-none'

export const mcpToolkitNone = defineSystem({
  id,
  about: 'mcp-toolkit with MCP_AUTH=none, its default: every request is accepted',
  path: '/tools',
  settings: () => ({ open: true, health: { path: healthPath } }),
  doesNotPromise: {},
  suite: defineSuite({
    id,
    title: 'mcp-toolkit, no authentication',
    about: 'What the page on modes promises of none.',
    checks: [
      healthPromise(id),
      defineCheck({
        ...promise,
        id: `${id}/serves-everybody`,
        title: 'must not require a credential',
        spec: [toolkit('none')],
        needs: ['open'],
        fix: 'With MCP_AUTH=none, or without MCP_AUTH, ignore credentials.',
        vectors: {
          'no credential': {},
          'a bearer token': { fields: ['Authorization: Bearer conformance'] },
          'an API key': { fields: ['X-API-Key: conformance'] },
        },
        expect: [success()],
      }),
    ],
  }),
})
