import { loadSettings } from '../../config/load.ts'
import { readSettings } from '../../config/read.ts'
import type { Settings } from '../../config/schema.ts'
import type { DocumentedSystem } from '../../documented.ts'
import { ConformanceError } from '../../errors.ts'
import type { Io } from '../io.ts'
import type { Flags } from '../test.ts'
import { atPath, findSystem, settingsOf } from './documented.ts'

export const credentials = ['tokenEnv', 'tokenFile', 'apiKeyEnv', 'audience', 'signIn', 'open'] as const

/** Keys that say nothing about a target: with only these, the demo runs. */
const anyTarget = new Set(['only', 'timeout', 'concurrency', 'strict', 'output', 'format', 'verbose'])

export interface Gathered {
  readonly settings: Settings
  /** Neither a target nor a file with settings was given. */
  readonly demo: boolean
  /** The documented system whose profile was named. */
  readonly system?: DocumentedSystem
}

export interface Sources {
  readonly flags: Flags
  readonly io: Pick<Io, 'cwd' | 'env'>
  readonly systems: () => Promise<readonly DocumentedSystem[]>
}

/** Settings of the flags over those of the configuration file, and both over those of the profile that they name. */
export async function gatherSettings({ flags: { config, ...flags }, io, systems }: Sources): Promise<Gathered> {
  const given = readSettings(flags, { kind: 'flags' })
  const file = await loadSettings(io.cwd, config === undefined ? undefined : String(config))
  const own = over(given, file?.settings ?? {})
  const demo = file === undefined && Object.keys(given).every((key) => anyTarget.has(key))
  if (demo) return { settings: own, demo }
  const system = own.profile === undefined ? undefined : findSystem(own.profile, await systems())
  const settings = system ? over(atPath(own, system), settingsOf(system, io.env)) : own
  refuseConflicts(settings)
  return { settings, demo, ...(system && { system }) }
}

/** Settings over others; a credential among them replaces all of the others. */
function over(given: Settings, base: Settings): Settings {
  const others = { ...base }
  if (credentials.some((key) => given[key] !== undefined)) for (const key of credentials) delete others[key]
  return { ...others, ...given }
}

const ofTokens = [
  ...['algorithms', 'subject', 'scope', 'claim', 'clientId', 'rules'],
  ...['issuerPort', 'issuerHost', 'issuerUrl'],
] as const

function refuseConflicts(settings: Settings): void {
  const has = (key: string) => settings[key as keyof Settings] !== undefined
  const named = credentials.filter(has)
  const target = '--target http://127.0.0.1:8000/me'
  if (!has('target')) throw usage('No target is named.', `Add ${target}, with a protected path of your server.`)
  if (named.length === 0) {
    const next = '--token-env NAME for a bearer token, --api-key-env NAME for an API key, --audience AUD for JWTs.'
    throw usage('No credential is named.', `Add one: ${next}`)
  }
  if (named.length > 1) throw usage(`${named.map(flagOf).join(' and ')} name different credentials.`, 'Give one a run.')
  const lost = (keys: readonly string[], needs: keyof Settings) => {
    const key = has(needs) ? undefined : keys.find(has)
    if (key)
      throw usage(`${flagOf(key)} has no effect without ${flagOf(needs)}.`, `Add ${flagOf(needs)}, or leave it out.`)
  }
  lost(ofTokens, 'audience')
  lost(['env'], 'exec')
  lost(['apiKeyHeader'], 'apiKeyEnv')
  if (has('channel') && (has('scheme') || has('apiKeyHeader'))) {
    throw usage('The key "channel" says where the credential goes already.', 'Leave out "scheme" and "apiKeyHeader".')
  }
}

const flagOf = (key: string): string => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

const usage = (message: string, next: string) => new ConformanceError('USAGE', message, { next })
