import { staticCredential } from '../../../config/target-config.ts'
import { openSession } from '../../../core/session.ts'
import { ConformanceError } from '../../../errors.ts'
import { codeSent, metadataFound } from '../../../expect/authorization.ts'
import { tokensIssued } from '../../../expect/issued.ts'
import type { Judgement } from '../../../model/expectation.ts'
import type { TargetConfig } from '../../../model/target-config.ts'
import { discover, type Send } from '../../../oauth-client/discovery.ts'
import { codeFlow } from '../../../oauth-client/sign-in.ts'
import type { BroughtUp } from '../target/bring-up.ts'
import { signedInSource } from './credential.ts'

interface SignInOptions {
  readonly signal: AbortSignal
  readonly timeoutMs?: number
  /** What to do where no token is given. */
  readonly next?: string
}

const usualAdvice =
  'Is the client registered with this redirect URI and secret? See op in the configuration file, or name a credential.'

/**
 * Signs in at the authorization server that the configuration declares, and takes the access token as the credential.
 *
 * @throws {ConformanceError} `NO_ACCESS_TOKEN`
 */
export async function signIn<Stage extends BroughtUp>(
  stage: Stage,
  { next = usualAdvice, ...options }: SignInOptions,
): Promise<Stage & { readonly config: TargetConfig }> {
  const { target, config } = stage
  const session = await openSession({ origin: target.origin, config, ...options })
  let problem: string | undefined
  try {
    const input = await session.checkInput()
    const send: Send = (attempt) => session.send('sign-in[the credential]', attempt, input)
    const discovery = await discover(input, send)
    const flow = discovery.server && (await codeFlow(discovery.server, send))
    const access = flow?.answer?.captured?.access_token
    if (access !== undefined) {
      return { ...stage, config: { ...config, credential: staticCredential(access, signedInSource) } }
    }
    problem = flow?.answer
      ? problemOf(tokensIssued('access_token').judge(flow.answer))
      : problemOf(flow ? codeSent().judge(flow.authorization) : metadataFound().judge(discovery))
  } finally {
    session.close()
  }
  const why = problem ?? 'no access token'
  throw new ConformanceError('NO_ACCESS_TOKEN', `${config.target}: the authorization server gave ${why}.`, {
    next,
  })
}

function problemOf(judgement: Judgement): string | undefined {
  if ('reason' in judgement) return judgement.reason
  return judgement.kind === 'met' ? undefined : judgement.received
}
