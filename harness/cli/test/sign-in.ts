import { openProvider } from '../../../suites/op/provider.ts'
import { ConformanceError } from '../../errors.ts'
import type { Profile, RunContext } from '../../model.ts'
import { staticCredential } from '../../profile.ts'
import { openSession } from '../../session.ts'
import type { BroughtUp } from './bring-up.ts'
import { signedInSource } from './credential.ts'

/**
 * Signs in at the authorization server that the profile declares, and takes the access token as the credential.
 *
 * @throws {ConformanceError} `NO_ACCESS_TOKEN`
 */
export async function signIn<Stage extends BroughtUp>(
  stage: Stage,
  options: { readonly signal: AbortSignal; readonly timeoutMs?: number },
): Promise<Stage & { readonly profile: Profile }> {
  const { target, profile } = stage
  const session = openSession({ origin: target.origin, profile, ...options })
  const problems: string[] = []
  try {
    const known = await session.know()
    const context: Pick<RunContext, 'profile' | 'target' | 'send' | 'expect'> = {
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
      return { ...stage, profile: { ...profile, credential: staticCredential(tokens.access, signedInSource) } }
    }
  } finally {
    session.close()
  }
  const why = problems[0] ?? 'no access token'
  throw new ConformanceError('NO_ACCESS_TOKEN', `${profile.target}: the authorization server gave ${why}.`, {
    next: 'Is the client registered with this redirect URI and secret? See op in the configuration file, or name a credential.',
  })
}
