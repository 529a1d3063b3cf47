import { apiTop10, asvs, defineCheck, defineSuite } from '../../harness/define.ts'
import { noTokenIssued, rejected } from '../../harness/expect/index.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { modeChecks } from './mode.ts'
import { secretChecks } from './secret.ts'

/** Tokens of examples, templates and first starts. */
const usual = [
  ...['demo-token', 'dev-token-123', 'prod-token-456', 'test-token-456', 'test', 'token', 'secret', 'changeme'],
  ...['password', 'admin', 'default', 'default-token', 'your-token', 'your-secret-token-here', 'your-api-key'],
  ...['12345678', 'your-secure-token-here-must-be-at-least-50-characters-long'],
]

const pairs: readonly (readonly [username: string, password: string])[] = [
  ['admin', 'admin'],
  ['admin', 'password'],
  ['demo', 'demo'],
  ['demo', 'demo123'],
  ['test', 'test'],
  ['root', 'root'],
]

export const config = defineSuite({
  id: 'config',
  title: 'Configuration',
  about: 'Neither default credentials nor missing settings give access.',
  checks: [
    defineCheck({
      id: 'config/default-credentials-absent',
      title: 'must reject the credentials of examples and templates',
      level: 'security',
      severity: 'critical',
      spec: [asvs('6.3.2'), asvs('13.2.3'), apiTop10(8)],
      needs: ['credential'],
      fix: 'Ship no default: do not start until a secret is configured, and reject the one of your own documentation.',
      knownIncidents: 'Built-in tokens such as demo-token, left in place because everything worked.',
      vectors: {
        ...Object.fromEntries(usual.map((token) => [token, { token }])),
        ...Object.fromEntries(
          pairs.map(([username, password]): [string, Attempt] => [
            `Basic ${username}:${password}`,
            { authorization: [`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`] },
          ]),
        ),
        ...Object.fromEntries(
          pairs.map(([username, password]): [string, Attempt] => [
            `login ${username}:${password}`,
            { logIn: { username, password }, expect: [noTokenIssued()] },
          ]),
        ),
      },
      expect: [rejected()],
    }),
    ...secretChecks,
    ...modeChecks,
  ],
})
