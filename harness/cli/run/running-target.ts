import type { ServedIdp } from '../../../mock-idp/adapters/node.ts'
import { ConformanceError } from '../../errors.ts'
import type { Io } from '../io.ts'
import { waitForAcceptance } from './acceptance.ts'
import type { BroughtUp, Trusted } from './bring-up.ts'
import type { IssuerPlan } from './issuer.ts'
import { trustMessage } from './messages.ts'
import type { RunPlan } from './run-plan.ts'

/** All that a run needs running. */
export interface RunningTarget extends BroughtUp {
  readonly issuer?: ServedIdp['idp']
}

/**
 * Brings up the issuer and the target, lets `use` work with them, and takes them down again, however it ends.
 *
 * @throws {ConformanceError} `INTERRUPTED` when the signal comes before `use` is called
 */
export async function withRunningTarget<Result>(
  plan: RunPlan,
  io: Io,
  signal: AbortSignal,
  use: (stage: RunningTarget) => Promise<Result>,
): Promise<Result> {
  const stops: (() => Promise<void>)[] = []
  try {
    const served = plan.issuer && (await serveIssuer(plan.issuer))
    if (served) stops.unshift(served.close)
    const running = await plan.bringUp(served && announce(served, plan, io), signal)
    stops.unshift(running.target.stop)
    const broughtUp = await withCredential(running, plan, signal)
    if (!served) return await use(broughtUp)
    const stage = { ...broughtUp, issuer: served.idp }
    await waitForAcceptance({ ...stage, plan, signal, stderr: io.stderr })
    return await use(stage)
  } catch (error) {
    // What waits is ended by an AbortError; what `use` does with the signal is its own affair.
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
    throw new ConformanceError('INTERRUPTED', 'Interrupted before any check ran.')
  } finally {
    for (const stop of stops) await stop()
  }
}

/** With the access token that the target itself gives out, where that is the credential. */
async function withCredential(running: BroughtUp, { tokenFrom, settings }: RunPlan, signal: AbortSignal) {
  const { timeout: timeoutMs } = settings
  const options = { signal, ...(timeoutMs !== undefined && { timeoutMs }) }
  if (tokenFrom === undefined) return running
  if (tokenFrom === 'login') {
    const { logIn } = await import('./log-in.ts')
    return { ...running, config: await logIn(running.config, options) }
  }
  const { signIn } = await import('./sign-in.ts')
  return signIn(running, options)
}

/** Without an issuer, nothing of the mock identity provider is loaded. */
async function serveIssuer(plan: IssuerPlan): Promise<ServedIdp> {
  const { startIssuer } = await import('./start-issuer.ts')
  return startIssuer(plan)
}

function announce({ idp }: ServedIdp, { issuer: plan }: RunPlan, { stderr }: Io): Trusted {
  const trusted = { issuer: idp.issuer, jwksUri: idp.jwksUri, audience: plan?.audience ?? '' }
  if (plan?.announced) stderr.write(trustMessage(trusted))
  return trusted
}
