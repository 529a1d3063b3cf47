import { defineCheck, defineSuite } from '../../harness/define.ts'
import { advisory, allRejected, ofWorst, opensStream } from '../../harness/expect/index.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { defineSystem } from '../../harness/model/system.ts'
import { documentedStatus } from './answer.ts'
import { promise, promisedBy, statusOnly } from './promise.ts'

const id = 'mcp-front'

const front = (section: string) => promisedBy('MCP Front, Bearer Token Authentication', section)

/** The servers of the example: one for both tokens, one for a single one, one without a list. */
const paths = { database: '/database/sse', sensitive: '/sensitive-data/sse', open: '/public-data/sse' } as const

const stream: Attempt = { method: 'GET', fields: ['Accept: text/event-stream'] }

export const mcpFront = defineSystem({
  id,
  about:
    'MCP Front with named bearer tokens, and the three servers of its example: database, sensitive-data, public-data',
  path: paths.database,
  settings: () => ({
    tokenEnv: 'PROD_TOKEN',
    header: ['Accept: text/event-stream'],
    identities: { development: { env: 'DEV_TOKEN' } },
    resources: [
      { path: paths.database, allows: ['default', 'development'] },
      { path: paths.sensitive, allows: ['default'] },
      { path: paths.open },
    ],
    stream: { path: paths.database },
  }),
  doesNotPromise: { 'challenge/www-authenticate-present': statusOnly },
  suite: defineSuite({
    id,
    title: 'MCP Front, bearer tokens',
    about: 'What the page on bearer token authentication promises.',
    checks: [
      defineCheck({
        ...promise,
        severity: 'critical',
        id: `${id}/unauthorized`,
        title: 'must answer 401 to a token that is not configured, at every server',
        spec: [front('Authorization Rules')],
        needs: ['credential'],
        fix: 'Look the token up among the configured ones before anything is proxied.',
        vectors: Object.fromEntries(
          Object.values(paths).flatMap((path): readonly [string, Attempt][] => [
            [`an unknown token at ${path}`, { ...stream, path, token: '{unknownToken}' }],
            [`no token at ${path}`, { ...stream, path, authorization: [] }],
          ]),
        ),
        expect: [documentedStatus(401)],
      }),
      defineCheck({
        ...promise,
        severity: 'high',
        id: `${id}/any-name`,
        title: 'must accept each of its named tokens, as during a rotation',
        spec: [front('Rotate Tokens Regularly')],
        needs: ['credential', 'identities'],
        fix: 'Keep every configured token valid until it is removed.',
        vectors: {
          'production at database': { ...stream, path: paths.database },
          'development at database': { ...stream, path: paths.database, as: 'development' },
          'production at public-data': { ...stream, path: paths.open },
          'development at public-data': { ...stream, path: paths.open, as: 'development' },
        },
        expect: [opensStream()],
      }),
      defineCheck({
        ...promise,
        severity: 'critical',
        id: `${id}/auth-tokens`,
        title: 'must let only the listed tokens reach a server with authTokens',
        spec: [front('Associating Tokens with Servers'), front('"401 Unauthorized" Errors')],
        needs: ['credential', 'identities'],
        fix: 'Compare the name of the token with the authTokens of the server.',
        vectors: {
          'production at sensitive-data': { ...stream, path: paths.sensitive, expect: [opensStream()] },
          'development at sensitive-data': { ...stream, path: paths.sensitive, as: 'development' },
        },
        // The page names 401; 403 is more exact, and 404 discloses less.
        expect: [documentedStatus(401, 403, 404)],
      }),
      defineCheck({
        ...promise,
        id: `${id}/unknown-server`,
        title: 'must reject requests to a path where no server is configured',
        spec: [front('Access Denied to Specific Server')],
        needs: ['credential'],
        fix: 'Answer 404 for a name that is none of mcpServers.',
        vectors: { 'a name that is not configured': { ...stream, path: '/conformance-nothing/sse' } },
        expect: [documentedStatus(401, 403, 404)],
      }),
      defineCheck({
        ...promise,
        severity: 'critical',
        id: `${id}/env-reference`,
        title: 'must not accept the text of a reference, $env:NAME, as a token',
        spec: [front('Using Environment Variables')],
        needs: ['started', 'identities'],
        exclusive: true,
        fix: 'Resolve $env:NAME|default when the configuration is read, and do not start when it is empty.',
        flows: {
          'the text of it': [
            { do: 'launch', as: 'start', variable: 'DEV_TOKEN' },
            {
              do: 'send-to',
              launch: '{start}',
              attempts: [
                ...['$env:DEV_TOKEN', '$env:DEV_TOKEN|dev-token-123', 'undefined', 'null'].map((token) => ({
                  ...stream,
                  token,
                })),
                { ...stream, authorization: ['Bearer '] },
              ],
              expect: [allRejected()],
            },
            {
              do: 'send-to',
              as: 'the default',
              if: { given: 'start.origin' },
              launch: '{start}',
              attempt: { ...stream, token: 'dev-token-123' },
              expect: [ofWorst(advisory(opensStream()))],
            },
          ],
        },
      }),
      defineCheck({
        ...promise,
        severity: 'low',
        id: `${id}/token-name-logged`,
        title: 'must log the name of the token, and never its value',
        spec: [front('Monitoring and Logging')],
        needs: ['started', 'credential'],
        fix: 'Log token_name with each authenticated request; leave the value out.',
        sends: 'The valid token, and reads the output.',
        passes: 'must write token_name to its output, and not the token',
        because: 'It reads the output of the process, which no vector has.',
        async run({ send, pause, output, token, expect }) {
          const one = await send('the valid token', stream)
          await pause(300)
          expect(
            'the valid token',
            output,
            [
              {
                text: 'must write token_name, and not the token',
                judge: ({ wrote }) =>
                  wrote('token_name') && !wrote(token)
                    ? { kind: 'met' }
                    : {
                        kind: 'broken',
                        received: wrote(token) ? 'output with the token' : 'output without token_name',
                      },
              },
            ],
            [one],
          )
        },
      }),
    ],
  }),
})
