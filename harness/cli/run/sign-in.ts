import { staticCredential } from '../../config/target-config.ts'
import { openSession } from '../../core/session.ts'
import { ConformanceError } from '../../errors.ts'
import type { RunContext } from '../../model/run-context.ts'
import type { TargetConfig } from '../../model/target-config.ts'
import { openProvider } from '../../oauth-client/provider.ts'
import type { BroughtUp } from './bring-up.ts'
import { signedInSource } from './credential.ts'

/**
 * Signs in at the authorization server that the configuration declares, and takes the access token as the credential.
 *
 * @throws {ConformanceError} `NO_ACCESS_TOKEN`
 */
export async function signIn<Stage extends BroughtUp>(
  stage: Stage,
  options: { readonly signal: AbortSignal; readonly timeoutMs?: number },
): Promise<Stage & { readonly config: TargetConfig }> {
  const { target, config } = stage
  const session = await openSession({ origin: target.origin, config, ...options })
  const problems: string[] = []
  try {
    const known = await session.checkInput()
    const context: Pick<RunContext, 'config' | 'target' | 'send' | 'expect'> = {
      ...known,
      send: (vector, attempt) => session.send(`sign-in[${vector}]`, attempt, known),
      expect: (_, subject, expectations) => {
        for (const expectation of expectations) {
          const judgement = expectation.judge(subject)
          if (judgement.kind === 'unclear') problems.push(judgement.reason)
          else if (judgement.kind !== 'met') problems.push(judgement.received)
        }
      },
    }
    const provider = await openProvider(context)
    const tokens = await provider?.obtainTokens('the credential')
    if (tokens?.access !== undefined) {
      return { ...stage, config: { ...config, credential: staticCredential(tokens.access, signedInSource) } }
    }
  } finally {
    session.close()
  }
  const why = problems[0] ?? 'no access token'
  throw new ConformanceError('NO_ACCESS_TOKEN', `${config.target}: the authorization server gave ${why}.`, {
    next: 'Is the client registered with this redirect URI and secret? See op in the configuration file, or name a credential.',
  })
}
