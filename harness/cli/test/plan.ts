import type { Settings } from '../../config/schema.ts'
import type { Io } from '../io.ts'
import { type BringUp, bringUpCommand, bringUpUrl } from './bring-up.ts'
import { readCredential, readSecrets } from './credential.ts'
import { type IssuerPlan, issuerPlan } from './issuer.ts'
import { featuresOf, profileOf } from './profile.ts'
import { rerunOf } from './rerun.ts'

/** Everything that a run needs, decided before anything is started. */
export interface Plan {
  readonly bringUp: BringUp
  /** Present when the target trusts our issuer. */
  readonly issuer?: IssuerPlan & { readonly audience: string; readonly announced: boolean }
  /** How long the target may take to accept a token of the issuer, once it runs. */
  readonly acceptMs: number
  /** Whether the credential is taken from the authorization server under test. */
  readonly signsIn?: boolean
  readonly rerun: string
  readonly settings: Pick<Settings, 'only' | 'timeout' | 'concurrency' | 'strict' | 'output' | 'format' | 'verbose'>
}

const usualWaitMs = 30_000

export async function planOf(settings: Settings, argv: readonly string[], io: Io): Promise<Plan> {
  const { exec, env, audience, wait: waitMs = usualWaitMs } = settings
  const credential = await readCredential(settings, io)
  const profile = profileOf(settings, credential, readSecrets(featuresOf(settings), io))
  return {
    bringUp: exec === undefined ? bringUpUrl(profile) : bringUpCommand(profile, exec, env, waitMs),
    ...(audience !== undefined && { issuer: { ...issuerPlan(settings), audience, announced: true } }),
    // Nobody will configure a target that we started while we wait.
    acceptMs: exec === undefined ? waitMs : Math.min(waitMs, 5000),
    signsIn: credential.kind === 'static' && credential.value === '',
    rerun: rerunOf(argv, credential),
    settings,
  }
}
