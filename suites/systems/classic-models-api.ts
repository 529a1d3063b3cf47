import { defineCheck, defineSuite } from '../../harness/define.ts'
import { accepted, success } from '../../harness/expect/index.ts'
import type { CheckInput } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { defineSystem } from '../../harness/model/system.ts'
import { bodyIs, documentedStatus } from './answer.ts'
import { promise, promisedBy } from './promise.ts'

const id = 'classic-models-api'

const guide = (section: string) => promisedBy('Classic Models MCP, Authentication Guide', section)

const api = '/classic-models/api'
const json = ['Content-Type: application/json']

const logIn = ({ config }: CheckInput, password?: string): Attempt => ({
  method: 'POST',
  path: `${api}/auth/login/`,
  authorization: [],
  fields: json,
  body: JSON.stringify({
    username: config.features.login?.username ?? '',
    password: password ?? config.secrets.API_PASSWORD ?? '',
  }),
  captureMembers: ['access', 'refresh'],
})

const refresh = (token: string): Attempt => ({
  method: 'POST',
  path: `${api}/auth/refresh/`,
  authorization: [],
  fields: json,
  body: JSON.stringify({ refresh: token }),
  captureMembers: ['access', 'refresh'],
})

export const classicModelsApi = defineSystem({
  id,
  about: 'The Classic Models API: a login that answers access and refresh tokens (API_USERNAME, API_PASSWORD)',
  // Of its source (github.com/jiridj/classic-models-api): the guide names no resource.
  path: `${api}/v1/customers/`,
  defaults: { API_USERNAME: 'demo', API_PASSWORD: 'demo123' },
  settings: ({ API_USERNAME: username = '' }) => ({
    signIn: true,
    login: {
      path: `${api}/auth/login/`,
      refresh: `${api}/auth/refresh/`,
      username,
      password: { env: 'API_PASSWORD' },
    },
  }),
  doesNotPromise: {
    'refresh/reuse-detected': 'the document says that a refresh answers new tokens, and does not mention the old ones',
  },
  suite: defineSuite({
    id,
    title: 'Classic Models API',
    about: 'What the guide says of logging in and refreshing.',
    checks: [
      defineCheck({
        ...promise,
        severity: 'high',
        id: `${id}/login`,
        title: 'must answer a login with access, refresh and user',
        spec: [guide('Token Lifecycle')],
        needs: ['login'],
        fix: 'Answer POST /classic-models/api/auth/login/ with the three members.',
        vectors: (input) => ({
          'the right password': {
            ...logIn(input),
            expect: [
              success(),
              bodyIs(
                'must hold access, refresh and user',
                ({ access, refresh: token, user }) =>
                  [access, token].every((text) => typeof text === 'string') &&
                  typeof user === 'object' &&
                  user !== null,
              ),
            ],
          },
          'a wrong password': logIn(input, 'conformance-wrong'),
        }),
        expect: [documentedStatus(400, 401, 403)],
      }),
      defineCheck({
        ...promise,
        severity: 'high',
        id: `${id}/refresh`,
        title: 'must answer a refresh with new access and refresh tokens that work',
        spec: [guide('Token Refresh')],
        needs: ['login'],
        fix: 'Answer POST /classic-models/api/auth/refresh/ with a new pair of tokens.',
        sends: 'A login, a refresh with its refresh token, and the new access token at the protected resource.',
        passes: 'must answer both members, and accept the new access token',
        because: 'The refresh sends the token of the login, in the body that the document prescribes.',
        async run(context) {
          const first = await context.send('a login', logIn(context))
          const before = first.captured?.refresh ?? ''
          const second = await context.send('a refresh', refresh(before))
          const { access = '', refresh: after = '' } = second.captured ?? {}
          context.expect(
            'a refresh',
            second,
            [
              success(),
              {
                text: 'must answer a new access and a new refresh token',
                judge: () =>
                  access !== '' && after !== '' && after !== before
                    ? { kind: 'met' }
                    : { kind: 'broken', received: after === before ? 'the same refresh token' : 'not both members' },
              },
            ],
            [first, second],
          )
          const third = await context.send('the new access token', { token: access })
          context.expect('the new access token', third, [accepted()], [third])
        },
      }),
      defineCheck({
        ...promise,
        severity: 'critical',
        id: `${id}/unauthorized`,
        title: 'must answer 401 without a valid access token, so that a client knows to refresh',
        spec: [guide('"401 Unauthorized" on requests')],
        needs: ['credential'],
        fix: 'Answer 401, not 403 or 404: clients refresh on 401 only.',
        vectors: {
          'no token': { authorization: [] },
          'an unknown token': { token: '{unknownToken}' },
        },
        expect: [documentedStatus(401)],
      }),
    ],
  }),
})
