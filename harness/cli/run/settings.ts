import { loadSettings } from '../../config/load.ts'
import { readSettings } from '../../config/read.ts'
import type { Settings } from '../../config/schema.ts'
import { ConformanceError } from '../../errors.ts'
import type { System } from '../../model/system.ts'
import type { Io } from '../io.ts'
import type { Flags } from './flags.ts'
import { atPath, findSystem, settingsOf } from './system.ts'

const credentials = ['tokenEnv', 'tokenFile', 'tokenCmd', 'token', 'apiKeyEnv', 'audience', 'signIn', 'open'] as const

/** Keys that say nothing about a target. With only these, the demo runs. */
const demoKeys = new Set([
  ...['suites', 'only', 'timeout', 'concurrency', 'maxDuration', 'strict', 'report', 'results', 'format', 'verbose'],
  ...['timing', 'timingBudget', 'timingResolution', 'timingRemote', 'timingRaw'],
])

/** What is to be tested. */
export interface GatheredTarget {
  /** Of the target, where the configuration file has several. */
  readonly name?: string
  readonly settings: Settings
  /** The documented system whose configuration was named. */
  readonly system?: System
}

export type GatheredSettings =
  /** Neither a target nor a file with settings was given. */
  | { readonly demo: true; readonly settings: Settings }
  | { readonly demo: false; readonly targets: readonly GatheredTarget[] }

export interface Sources {
  readonly flags: Flags
  readonly io: Pick<Io, 'cwd' | 'env'>
  readonly systems: () => Promise<readonly System[]>
}

/** Flags override the configuration file, and both override the settings of the documented system that they name. */
export async function gatherSettings({ flags: { config, ...flags }, io, systems }: Sources): Promise<GatheredSettings> {
  const { targets: _, ...given } = readSettings(flags, { kind: 'flags' })
  const file = await loadSettings(io.cwd, config === undefined ? undefined : String(config))
  const { targets = {}, ...common } = file?.settings ?? {}
  const demo = file === undefined && Object.keys(given).every((key) => demoKeys.has(key))
  if (demo) return { demo, settings: given }
  const complete = async (given: Settings): Promise<GatheredTarget> => {
    // A container is given a port by its engine; only the path is worth a --target.
    const own = given.image === undefined ? given : { target: 'http://127.0.0.1:{port}', ...given }
    const system = own.system === undefined ? undefined : findSystem(own.system, await systems())
    const settings = system ? over(atPath(own, system), settingsOf(system, io.env)) : own
    rejectConflicts(settings)
    return { settings, ...(system && { system }) }
  }
  const chosen = selected(Object.keys(targets), given.name)
  if (chosen.length === 0) return { demo, targets: [await complete(over(given, common))] }
  const each = chosen.map(async (name) => {
    const own = over(given, over(targets[name] ?? {}, common))
    return { ...(await complete(own)), name }
  })
  return { demo, targets: await Promise.all(each) }
}

/** The targets that `--name` selects; all by default. */
function selected(names: readonly string[], wanted: readonly string[] | undefined): readonly string[] {
  if (wanted === undefined) return names
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown === undefined) return names.filter((name) => wanted.includes(name))
  const next = names.length === 0 ? 'The configuration file has no targets by name.' : `It has ${names.join(', ')}.`
  throw usage(`--name ${unknown} names no target of the configuration file.`, next)
}

/** Settings that override others. A credential replaces every other credential, and our issuer the keys of another. */
function over(given: Settings, base: Settings): Settings {
  const others = { ...base }
  if (given.audience !== undefined) for (const key of ['jwksUrl', 'jwksFile'] as const) delete others[key]
  if (credentials.some((key) => given[key] !== undefined)) for (const key of credentials) delete others[key]
  return { ...others, ...given }
}

const ofTokens = [
  ...['algorithms', 'subject', 'scope', 'claim', 'clientId', 'tokenProfile'],
  ...['issuerKeys', 'issuerDialects', 'issuerPort', 'issuerHost', 'issuerUrl'],
] as const

function rejectConflicts(settings: Settings): void {
  const has = (key: string) => settings[key as keyof Settings] !== undefined
  const named = credentials.filter(has)
  const target = '--target http://127.0.0.1:8000/me'
  if (!has('target')) throw usage('No target is named.', `Add ${target}, with a protected path of your server.`)
  if (named.length === 0 && !has('op')) {
    const next = '--token-env NAME for a bearer token, --api-key-env NAME for an API key, --audience AUD for JWTs.'
    throw usage('No credential is named.', `Add one: ${next}`)
  }
  if (named.length > 1)
    throw usage(`${named.map(flagOf).join(' and ')} name different credentials.`, 'Use one of them.')
  const lost = (keys: readonly string[], needs: keyof Settings) => {
    const key = has(needs) ? undefined : keys.find(has)
    if (key)
      throw usage(`${flagOf(key)} has no effect without ${flagOf(needs)}.`, `Add ${flagOf(needs)}, or leave it out.`)
  }
  lost(ofTokens, 'audience')
  rejectKeys(settings)
  if (!has('image')) lost(['env'], 'exec')
  lost(['port'], 'image')
  if (has('image') && has('exec')) {
    throw usage('--exec and --image both start the target.', 'Give one of them.')
  }
  lost(['apiKeyHeader'], 'apiKeyEnv')
  if (has('channel') && (has('scheme') || has('apiKeyHeader'))) {
    throw usage('The key "channel" says where the credential goes already.', 'Leave out "scheme" and "apiKeyHeader".')
  }
}

/** Keys are named for a token that is given: those of our issuer are known. */
function rejectKeys({ jwksUrl, jwksFile, ...settings }: Settings): void {
  if (jwksUrl !== undefined && jwksFile !== undefined) {
    throw usage('--jwks-url and --jwks-file both name the keys.', 'Give one of them.')
  }
  const flag = jwksUrl === undefined ? '--jwks-file' : '--jwks-url'
  const none = (['audience', 'open'] as const).find((key) => settings[key] !== undefined)
  if (none !== undefined && (jwksUrl ?? jwksFile) !== undefined) {
    throw usage(`${flag} has no effect with ${flagOf(none)}.`, `Leave ${flag} out.`)
  }
}

const flagOf = (key: string): string =>
  key === 'token' ? 'The key "token"' : `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

const usage = (message: string, next: string) => new ConformanceError('USAGE', message, { next })
