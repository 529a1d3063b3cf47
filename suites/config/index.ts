import { apiTop10, asvs, defineCheck, defineSuite } from '../../harness/define.ts'
import { noTokenIssued, rejected } from '../../harness/expect/index.ts'
import type { CheckInput } from '../../harness/model/check.ts'
import type { Attempt, Vectors } from '../../harness/model/expectation.ts'
import { endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'
import { modeChecks } from './mode.ts'
import { secretChecks } from './secret.ts'

/** What examples, templates and first starts come with. */
const usual = [
  ...['demo-token', 'dev-token-123', 'prod-token-456', 'test-token-456', 'test', 'token', 'secret', 'changeme'],
  ...[
    'password',
    'admin',
    'default',
    'default-token',
    'your-token',
    'your-secret-token-here',
    'your-api-key',
    '12345678',
  ],
  'your-secure-token-here-must-be-at-least-50-characters-long',
]

const pairs = ['admin:admin', 'admin:password', 'demo:demo', 'demo:demo123', 'test:test', 'root:root']

/** Logins with the usual pairs, but for one that the configuration declares. */
function logins({ config }: CheckInput): Vectors {
  const { login } = config.features
  if (login?.rules !== 'application') return {}
  const own = `${login.username}:${config.secrets[login.password.env] ?? ''}`
  const { logIn } = endpointsOf(config)
  return Object.fromEntries(
    pairs
      .filter((pair) => pair !== own)
      .map((pair): [string, Attempt] => {
        const [username, password] = pair.split(':')
        return [`login ${pair}`, { ...logIn({ username, password }), expect: [noTokenIssued()] }]
      }),
  )
}

export const config = defineSuite({
  id: 'config',
  title: 'Configuration',
  about: 'What the server is delivered with, and what is left out of its settings, opens nothing.',
  checks: [
    defineCheck({
      id: 'config/default-credentials-absent',
      title: 'takes no credential that comes with examples and templates',
      level: 'security',
      severity: 'critical',
      spec: [asvs('6.3.2'), asvs('13.2.3'), apiTop10(8)],
      needs: ['credential'],
      fix: 'Ship no default: refuse to start until a secret is configured, and refuse the one of your own documentation.',
      knownIncidents: 'Built-in tokens such as demo-token, left in place because everything worked.',
      vectors: (input) => ({
        ...Object.fromEntries(usual.map((token) => [token, { token }])),
        ...Object.fromEntries(
          pairs.map((pair) => [`Basic ${pair}`, { authorization: [`Basic ${Buffer.from(pair).toString('base64')}`] }]),
        ),
        ...logins(input),
      }),
      expect: [rejected()],
    }),
    ...secretChecks,
    ...modeChecks,
  ],
})
