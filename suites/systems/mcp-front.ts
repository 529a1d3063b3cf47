import { defineCheck, defineSuite } from '../../harness/define.ts'
import { advisory, allRejected, opensStream } from '../../harness/expect/index.ts'
import type { CheckInput } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { defineSystem } from '../../harness/model/system.ts'
import { askEach, withLaunch } from '../config/launched.ts'
import { documentedStatus } from './answer.ts'
import { promise, promisedBy, statusOnly } from './promise.ts'

const id = 'mcp-front'

const front = (section: string) => promisedBy('MCP Front, Bearer Token Authentication', section)

/** The servers of the example: one for both tokens, one for a single one, one without a list. */
const paths = { database: '/database/sse', sensitive: '/sensitive-data/sse', open: '/public-data/sse' } as const

const stream: Attempt = { method: 'GET', fields: ['Accept: text/event-stream'] }

const development = ({ config }: CheckInput): string => config.secrets.DEV_TOKEN ?? ''

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
        title: 'answers 401 to a token that is not configured, at every server',
        spec: [front('Authorization Rules')],
        needs: ['credential'],
        fix: 'Look the token up among the configured ones before anything is proxied.',
        vectors: ({ unknownToken }) =>
          Object.fromEntries(
            Object.values(paths).flatMap((path): readonly [string, Attempt][] => [
              [`a wrong token at ${path}`, { ...stream, path, token: unknownToken }],
              [`no token at ${path}`, { ...stream, path, authorization: [] }],
            ]),
          ),
        expect: [documentedStatus(401)],
      }),
      defineCheck({
        ...promise,
        severity: 'high',
        id: `${id}/any-name`,
        title: 'takes each of its named tokens, as during a rotation',
        spec: [front('Rotate Tokens Regularly')],
        needs: ['credential', 'identities'],
        fix: 'Keep every configured token valid until it is removed.',
        vectors: (input) => ({
          'production at database': { ...stream, path: paths.database },
          'development at database': { ...stream, path: paths.database, token: development(input) },
          'production at public-data': { ...stream, path: paths.open },
          'development at public-data': { ...stream, path: paths.open, token: development(input) },
        }),
        expect: [opensStream()],
      }),
      defineCheck({
        ...promise,
        severity: 'critical',
        id: `${id}/auth-tokens`,
        title: 'lets only the listed tokens reach a server with authTokens',
        spec: [front('Associating Tokens with Servers'), front('"401 Unauthorized" Errors')],
        needs: ['credential', 'identities'],
        fix: 'Compare the name of the token with the authTokens of the server.',
        vectors: (input) => ({
          'production at sensitive-data': { ...stream, path: paths.sensitive, expect: [opensStream()] },
          'development at sensitive-data': { ...stream, path: paths.sensitive, token: development(input) },
        }),
        // The page names 401 for it; 403 says the same more exactly, and 404 less.
        expect: [documentedStatus(401, 403, 404)],
      }),
      defineCheck({
        ...promise,
        id: `${id}/unknown-server`,
        title: 'serves nothing where no server is configured',
        spec: [front('Access Denied to Specific Server')],
        needs: ['credential'],
        fix: 'Answer 404 for a name that is none of mcpServers.',
        vectors: { 'a name of nothing': { ...stream, path: '/conformance-nothing/sse' } },
        expect: [documentedStatus(401, 403, 404)],
      }),
      defineCheck({
        ...promise,
        severity: 'critical',
        id: `${id}/env-reference`,
        title: 'never takes the text of a reference for a token: $env:NAME',
        spec: [front('Using Environment Variables')],
        needs: ['started', 'identities'],
        exclusive: true,
        fix: 'Resolve $env:NAME|default when the configuration is read, and refuse to start where nothing comes of it.',
        sends:
          'To the target started without DEV_TOKEN: the text of the reference, nothing, and the default of the example.',
        passes: 'refuses the text and nothing, and takes the default where one is configured',
        async run(context) {
          const texts = ['$env:DEV_TOKEN', '$env:DEV_TOKEN|dev-token-123', 'undefined', 'null']
          const attempts: readonly Attempt[] = [...texts.map((token) => ({ token })), { authorization: ['Bearer '] }]
          const streams = attempts.map((attempt) => ({ ...stream, ...attempt }))
          await withLaunch(context, { DEV_TOKEN: undefined }, async (launched) => {
            const sent = await askEach(launched, 'the text of it', streams)
            context.expect('the text of it', sent, [allRejected()], sent)
            for (const one of await askEach(launched, 'the default', [{ ...stream, token: 'dev-token-123' }])) {
              context.expect('the default', one, [advisory(opensStream())], [one])
            }
          })
        },
      }),
      defineCheck({
        ...promise,
        severity: 'low',
        id: `${id}/token-name-logged`,
        title: 'logs the name of the token, and never its value',
        spec: [front('Monitoring and Logging')],
        needs: ['started', 'credential'],
        fix: 'Log token_name with each authenticated request; leave the value out.',
        sends: 'The valid token, and reads the output.',
        passes: 'writes token_name to its output, and not the token',
        async run({ send, pause, output, token, expect }) {
          const one = await send('the valid token', stream)
          await pause(300)
          expect(
            'the valid token',
            output,
            [
              {
                text: 'writes token_name, and not the token',
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
