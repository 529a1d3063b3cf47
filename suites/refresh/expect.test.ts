import { expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../harness/config/target-config.ts'
import { noTokenIssued } from '../../harness/expect/index.ts'
import { login as feature } from '../../harness/features/login.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import { accessEndsSoon, forOauth } from './expect.ts'

const answer = (rules: 'oauth' | 'application', more: Partial<Observed> = {}): Observed => ({
  sentFor: 'test',
  role: 'attempt',
  attempt: {},
  exchange: {
    request: { method: 'POST', text: '' },
    response: { status: 200, reason: '', fields: [], body: '', bodyBytes: 0 },
    startedAt: 0,
    durationMs: 0,
  },
  accepted: false,
  disclosed: false,
  captured: { access: 'a' },
  config: completeTargetConfig({
    target: 'http://127.0.0.1/',
    credential: staticCredential('abc', 'TOKEN'),
    features: {
      login: feature.schema.parse({ rules, path: '/login', username: 'demo', password: { env: 'PASSWORD' } }),
    },
  }),
  ...more,
})

test('a rule of OAuth is a warning for an application', () => {
  expect(forOauth(noTokenIssued()).judge(answer('oauth'))).not.toHaveProperty('advisory')
  expect(forOauth(noTokenIssued()).judge(answer('application'))).toMatchObject({ advisory: true })
})

test.each([
  [false, undefined, 'met', undefined],
  [true, 600_000, 'met', undefined],
  [true, 3_600_000, 'broken', true],
  [true, undefined, 'broken', true],
])('an access token after the logout, accepted: %s, %s ms left', (accepted, left, kind, advisory) => {
  const flow = { value: (name: string) => (name === 'a login.lifetime' ? left : undefined), answersOf: () => [] }
  const judgement = accessEndsSoon('a login').judge({ ...answer('application', { accepted }), ...flow })
  expect(judgement.kind).toBe(kind)
  expect(judgement.kind === 'broken' ? judgement.advisory : undefined).toBe(advisory)
})
