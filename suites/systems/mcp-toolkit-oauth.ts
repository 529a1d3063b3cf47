import { defineCheck, defineSuite } from '../../harness/define.ts'
import { accepted } from '../../harness/expect/index.ts'
import { defineSystem } from '../../harness/model/system.ts'
import { documentedStatus } from './answer.ts'
import { healthPath, healthPromise, limitOf, toolkit } from './mcp-toolkit.ts'
import { promise, statusOnly } from './promise.ts'

const id = 'mcp-toolkit-oauth'

const algorithms = ['RS256', 'ES256', 'RS384', 'RS512'] as const

export const mcpToolkitOauth = defineSystem({
  id,
  about: 'mcp-toolkit with MCP_AUTH=oauth: JWTs of the mock issuer (MCP_OAUTH_ISSUER={issuer})',
  path: '/mcp',
  settings: (env) => ({
    audience: env.MCP_OAUTH_AUDIENCE ?? 'mcp-toolkit',
    algorithms: [...algorithms],
    data: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
    header: ['Content-Type: application/json', 'Accept: application/json, text/event-stream'],
    health: { path: healthPath },
    // The page names no times. A short cooldown permits more fetches than a long one, so that it accuses nobody.
    jwks: { newKeyWithin: '60s', cooldown: '2s' },
    launch: {
      issuer: 'MCP_OAUTH_ISSUER',
      audience: 'MCP_OAUTH_AUDIENCE',
      discovery: env.MCP_OAUTH_JWKS_URI === undefined,
      mode: { name: 'MCP_AUTH', value: 'oauth', opensByDefault: true },
    },
    ...limitOf(env),
  }),
  doesNotPromise: {
    'challenge/www-authenticate-present': statusOnly,
    'jwks/discovery-issuer-mismatch':
      'the document tells where the metadata are, and does not mention the issuer in it',
  },
  suite: defineSuite({
    id,
    title: 'mcp-toolkit, OAuth',
    about: 'What the page on modes promises of oauth.',
    checks: [
      healthPromise(id),
      defineCheck({
        ...promise,
        id: `${id}/algorithms`,
        title: 'must accept RS256, ES256, RS384 and RS512',
        spec: [toolkit('oauth')],
        needs: ['issuer'],
        fix: 'Allow exactly the four algorithms of the page.',
        vectors: Object.fromEntries(algorithms.map((alg) => [alg, { jwt: { alg } }])),
        expect: [accepted()],
      }),
      defineCheck({
        ...promise,
        severity: 'critical',
        id: `${id}/token-validated`,
        title:
          'must answer 401 to a token of another issuer, for another audience, without an expiry, or not signed by a published key',
        spec: [toolkit('oauth')],
        needs: ['issuer'],
        fix: 'Check signature, issuer and audience, and require an expiry.',
        vectors: {
          'another issuer': { jwt: { claims: { iss: 'https://other.example' } } },
          'another audience': { jwt: { claims: { aud: 'other' } } },
          'no expiry': { jwt: { withoutClaims: ['exp'] } },
          'an hour after its expiry': { jwt: { claims: { exp: '-1h' } } },
          'a random signature': { token: '{unknownToken}' },
          'no token': { authorization: [] },
        },
        expect: [documentedStatus(401)],
      }),
      defineCheck({
        ...promise,
        severity: 'high',
        id: `${id}/rotation-followed`,
        title: 'must accept tokens of a new key without a restart',
        spec: [toolkit('oauth')],
        needs: ['issuer'],
        exclusive: true,
        fix: 'Fetch the JWK Set again when a token names a key that is not in it.',
        sends:
          'A token signed with a key that the issuer just added, each second until it is accepted, for a minute at most.',
        passes: 'must accept it without a restart',
        because: 'It rotates the keys of the issuer, and repeats the request until it is accepted.',
        async run({ control, mint, send, pause, expect }) {
          const [rotated] = await control.rotate({ alg: 'RS256' })
          const token = await mint({ alg: 'RS256', ...(rotated && { header: { kid: rotated.current } }) })
          let one = await send('a new key', { token })
          for (let tries = 0; tries < 60 && !one.accepted; tries++) {
            await pause(1000)
            one = await send('a new key', { token })
          }
          expect('a new key', one, [accepted()], [one])
        },
      }),
    ],
  }),
})
