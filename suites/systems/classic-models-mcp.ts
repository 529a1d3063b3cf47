import { defineCheck, defineSuite } from '../../harness/define.ts'
import { opensStream, rejected } from '../../harness/expect/index.ts'
import { defineSystem } from '../../harness/model/system.ts'
import { documentedStatus } from './answer.ts'
import { promise, promisedBy, statusOnly } from './promise.ts'

const id = 'classic-models-mcp'

const guide = (section: string) => promisedBy('Classic Models MCP, Authentication Guide', section)

const stream = { method: 'GET', fields: ['Accept: text/event-stream'] } as const

export const classicModelsMcp = defineSystem({
  id,
  about: 'The Classic Models MCP server with TRANSPORT=sse: one bearer token, SSE_BEARER_TOKEN',
  path: '/sse',
  defaults: { SSE_BEARER_TOKEN: 'demo-token' },
  settings: () => ({
    tokenEnv: 'SSE_BEARER_TOKEN',
    header: ['Accept: text/event-stream'],
    stream: { path: '/sse' },
    launch: { secret: 'SSE_BEARER_TOKEN' },
  }),
  doesNotPromise: {
    'challenge/www-authenticate-present': statusOnly,
    'config/weak-secret-rejected': 'the document has a built-in token for a server without one',
  },
  suite: defineSuite({
    id,
    title: 'Classic Models MCP, SSE',
    about: 'What the guide says of the SSE transport.',
    checks: [
      defineCheck({
        ...promise,
        severity: 'critical',
        id: `${id}/connection`,
        title: 'must open the stream for the token, and reject any other connection with 401',
        spec: [guide('Authentication Flow')],
        needs: ['credential'],
        fix: 'Validate the bearer token before the stream is opened.',
        vectors: {
          'the token': { ...stream, expect: [opensStream()] },
          'an unknown token': { ...stream, token: '{unknownToken}' },
          'no token': { ...stream, authorization: [] },
        },
        expect: [documentedStatus(401)],
      }),
      defineCheck({
        ...promise,
        severity: 'critical',
        id: `${id}/override`,
        title: 'must not accept demo-token once SSE_BEARER_TOKEN is set',
        spec: [guide('Token Configuration')],
        needs: ['credential'],
        fix: 'Let the variable replace the built-in token, not add to it.',
        skipIf: ({ credential }) =>
          credential.kind === 'static' && credential.value === 'demo-token'
            ? 'SSE_BEARER_TOKEN is not set, so that demo-token is the token'
            : undefined,
        vectors: { 'demo-token': { ...stream, token: 'demo-token' } },
        expect: [rejected()],
      }),
    ],
  }),
})
