import type { ServedIdp } from '../../../../mock-idp/adapters/node.ts'
import type { TokenRenewal } from '../../../core/session/newest-token.ts'
import { ConformanceError } from '../../../errors.ts'
import type { Io } from '../../io.ts'
import { waitForAcceptance } from '../acceptance.ts'
import { refreshBeforeMs } from '../credentials/credential.ts'
import { trustMessage } from '../messages.ts'
import type { RunPlan } from '../run-plan.ts'
import type { BroughtUp, Trusted } from './bring-up.ts'
import type { IssuerPlan } from './issuer.ts'

/** A target that runs, and the issuer that it trusts. */
export interface RunningTarget extends BroughtUp {
  readonly issuer?: ServedIdp['idp']
  /** How the next token is fetched, where the target itself or a command gives them out. */
  readonly renewal?: TokenRenewal
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
  use: (running: RunningTarget) => Promise<Result>,
): Promise<Result> {
  const stops: (() => Promise<void>)[] = []
  try {
    const served = plan.issuer && (await serveIssuer(plan.issuer))
    if (served) stops.unshift(served.close)
    const started = await plan.bringUp(served && announce(served, plan, io), signal)
    stops.unshift(started.target.stop)
    const broughtUp = await withKeys(await withCredential(started, plan, signal), plan, io, signal)
    if (!served) return await use(broughtUp)
    const running = { ...broughtUp, issuer: served.idp }
    await waitForAcceptance({ ...running, plan, signal, stderr: io.stderr })
    return await use(running)
  } catch (error) {
    // Waits end with an AbortError; `use` handles the signal itself.
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
    throw new ConformanceError('INTERRUPTED', 'Interrupted before any check ran.')
  } finally {
    for (const stop of stops) await stop()
  }
}

/** With the access token that the target itself issues, where that is the credential. */
async function withCredential(
  started: BroughtUp,
  { tokenFrom, renewal, settings }: RunPlan,
  signal: AbortSignal,
): Promise<BroughtUp & Pick<RunningTarget, 'renewal'>> {
  const { timeout: timeoutMs } = settings
  const options = { signal, ...(timeoutMs !== undefined && { timeoutMs }) }
  if (tokenFrom === undefined) return { ...started, ...(renewal && { renewal }) }
  if (tokenFrom === 'login') {
    const { logIn } = await import('../credentials/log-in.ts')
    return renewing(async () => ({ ...started, config: await logIn(started.config, options) }))
  }
  const { signIn } = await import('../credentials/sign-in.ts')
  return renewing(() => signIn(started, options))
}

/** With its token, and the same way to fetch the next. */
async function renewing(begin: () => Promise<BroughtUp>): Promise<BroughtUp & Pick<RunningTarget, 'renewal'>> {
  const fetch = async () => {
    const { credential } = (await begin()).config
    return credential.kind === 'static' ? credential.value : ''
  }
  return { ...(await begin()), renewal: { fetch, refreshBeforeMs } }
}

/** With the public keys that the settings name. */
async function withKeys(
  started: BroughtUp,
  { settings }: RunPlan,
  { cwd }: Io,
  signal: AbortSignal,
): Promise<BroughtUp> {
  if (settings.jwksUrl === undefined && settings.jwksFile === undefined) return started
  const { withPublishedKeys } = await import('../credentials/published-keys.ts')
  const { timeout: timeoutMs } = settings
  const options = { cwd, signal, ...(timeoutMs !== undefined && { timeoutMs }) }
  return { ...started, config: await withPublishedKeys(started.config, settings, options) }
}

/** Loads the mock identity provider only where an issuer is needed. */
async function serveIssuer(plan: IssuerPlan): Promise<ServedIdp> {
  const { startIssuer } = await import('./start-issuer.ts')
  return startIssuer(plan)
}

function announce({ idp }: ServedIdp, { issuer: plan }: RunPlan, { stderr }: Io): Trusted {
  const trusted = { issuer: idp.issuer, jwksUri: idp.jwksUri, audience: plan?.audience ?? '' }
  if (plan?.announced) stderr.write(trustMessage(trusted))
  return trusted
}
