import type { Settings } from '../../config/schema.ts'
import type { TokenRenewal } from '../../core/session/newest-token.ts'
import { ConformanceError } from '../../errors.ts'
import type { System } from '../../model/system.ts'
import type { TargetConfig } from '../../model/target-config.ts'
import type { Io } from '../io.ts'
import { readCredential, readSecrets, renewalOf, tokenGiver } from './credentials/credential.ts'
import { rerunOf } from './rerun.ts'
import { withDefaults } from './system.ts'
import { type BringUp, bringUpCommand, bringUpImage, bringUpUrl } from './target/bring-up.ts'
import { readCaFile } from './target/ca-file.ts'
import { type IssuerPlan, issuerPlan } from './target/issuer.ts'
import { featuresOf, targetConfigOf } from './target/target-config.ts'

/** All decisions of a run, made before anything is started. */
export interface RunPlan {
  readonly bringUp: BringUp
  /** Present when the target trusts our issuer. */
  readonly issuer?: IssuerPlan & { readonly audience?: string; readonly announced: boolean }
  /** How long the target may take to accept a token of the issuer, once it runs. */
  readonly acceptMs: number
  readonly rerun: string
  /** The documented system whose promises are judged, too. */
  readonly system?: System
  /** The feature of the target that issues the credential, once the target runs. */
  readonly tokenFrom?: 'login' | 'op'
  /** How the next token is fetched. */
  readonly renewal?: TokenRenewal
  readonly settings: Pick<
    Settings,
    | 'jwksUrl'
    | 'jwksFile'
    | 'suites'
    | 'only'
    | 'timeout'
    | 'concurrency'
    | 'maxDuration'
    | 'strict'
    | 'report'
    | 'results'
    | 'format'
    | 'verbose'
  >
}

const defaultWaitMs = 30_000

/** The environment of the target. A name without a value passes on the current value. */
function environmentFor(env: Settings['env'] = {}, ours: Io['env']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      const given = value === true ? ours[name] : value
      if (given !== undefined) return [name, given]
      throw new ConformanceError('USAGE', `--env ${name} passes on a variable that is not set.`, {
        next: `Set it first: export ${name}=…`,
      })
    }),
  )
}

/** Port that a server in a container listens on unless --port says otherwise. */
const defaultImagePort = 8000

type Starting = Pick<Settings, 'exec' | 'image' | 'port'> & { readonly env: Readonly<Record<string, string>> }

function bringUpOf({ exec, image, port, env }: Starting, config: TargetConfig, waitMs: number): BringUp {
  if (image !== undefined) return bringUpImage(config, { image, port: port ?? defaultImagePort, env, waitMs })
  return exec === undefined ? bringUpUrl(config) : bringUpCommand(config, exec, env, waitMs)
}

export interface Planned {
  readonly settings: Settings
  readonly argv: readonly string[]
  readonly io: Io
  readonly system?: System
}

export async function runPlanOf({ settings, argv, io, system }: Planned): Promise<RunPlan> {
  const { audience, wait: waitMs = defaultWaitMs } = settings
  const known = { ...io, env: withDefaults(io.env, system) }
  const credential = await readCredential(settings, known)
  const renewal = renewalOf(settings, known)
  const config: TargetConfig = {
    ...targetConfigOf(settings, credential, await readSecrets(featuresOf(settings), known)),
    ...(settings.ca !== undefined && { ca: await readCaFile(settings.ca, io.cwd) }),
  }
  const tokenFrom = credential.kind === 'static' && credential.value === '' ? tokenGiver(settings) : undefined
  return {
    bringUp: bringUpOf({ ...settings, env: environmentFor(settings.env, io.env) }, config, waitMs),
    ...(audience !== undefined && {
      issuer: { ...issuerPlan(settings), ...(audience !== false && { audience }), announced: true },
    }),
    // A target that we started needs no configuration by the user.
    acceptMs: config.started ? Math.min(waitMs, 5000) : waitMs,
    rerun: rerunOf(argv, credential),
    settings,
    ...(system && { system }),
    ...(tokenFrom && { tokenFrom }),
    ...(renewal && { renewal }),
  }
}
