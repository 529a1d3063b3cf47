import { staticCredential } from '../../../config/target-config.ts'
import { openSession, type SessionOptions } from '../../../core/session.ts'
import { ConformanceError } from '../../../errors.ts'
import { describeAnswer } from '../../../expect/received.ts'
import type { TargetConfig } from '../../../model/target-config.ts'
import { endpointsOf } from '../../../oauth-client/login-endpoints.ts'

/**
 * The configuration with the access token that the login of the target answers as its credential.
 *
 * @throws {ConformanceError} `NO_ACCESS_TOKEN`, `CONFIG` where no login is declared
 */
export async function logIn(
  config: TargetConfig,
  options: Pick<SessionOptions, 'signal' | 'timeoutMs'>,
): Promise<TargetConfig> {
  const { credential, features, target } = config
  const { login } = features
  if (login?.rules !== 'application') {
    throw new ConformanceError('CONFIG', 'signIn takes the credential from a login, but none is declared.', {
      next: "Declare it: login: { path: '/auth/login', username: 'demo', password: { env: 'PASSWORD' } }",
    })
  }
  const endpoints = endpointsOf(config)
  const session = await openSession({ origin: new URL(new URL(target).origin), config, ...options })
  try {
    const answer = await session.send('log-in', endpoints.logIn(), await session.checkInput())
    const { access } = endpoints.tokensOf(answer)
    if (access !== undefined) {
      const source = credential.kind === 'static' ? credential.source : 'TOKEN'
      return { ...config, credential: staticCredential(access, source) }
    }
    const url = new URL(login.path, target)
    throw new ConformanceError(
      'NO_ACCESS_TOKEN',
      `The login at ${url} gave no access token: ${describeAnswer(answer)}.`,
      {
        next: `Are ${login.names.username} and the password in ${login.password.env} right, and is its answer's member "${endpoints.names.access}"?`,
      },
    )
  } finally {
    session.close()
  }
}
