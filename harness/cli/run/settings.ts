import { loadSettings } from '../../config/load.ts'
import { readSettings } from '../../config/read.ts'
import type { Settings } from '../../config/schema.ts'
import { ConformanceError } from '../../errors.ts'
import type { System } from '../../model/system.ts'
import type { Io } from '../io.ts'
import type { Flags } from './declare.ts'
import { atPath, findSystem, settingsOf } from './system.ts'

export const credentials = ['tokenEnv', 'tokenFile', 'apiKeyEnv', 'audience', 'signIn', 'open'] as const

/** Keys that say nothing about a target: with only these, the demo runs. */
const anyTarget = new Set([
  ...['suites', 'only', 'timeout', 'concurrency', 'strict', 'report', 'results', 'format', 'verbose'],
  ...['timing', 'timingBudget', 'timingResolution', 'timingRemote', 'timingRaw'],
])

/** What is to be tested. */
export interface Gathered {
  /** Of the target, where the configuration file has several. */
  readonly name?: string
  readonly settings: Settings
  /** The documented system whose configuration was named. */
  readonly system?: System
}

export type AllGathered =
  /** Neither a target nor a file with settings was given. */
  { readonly demo: true; readonly settings: Settings } | { readonly demo: false; readonly targets: readonly Gathered[] }

export interface Sources {
  readonly flags: Flags
  readonly io: Pick<Io, 'cwd' | 'env'>
  readonly systems: () => Promise<readonly System[]>
}

/** Settings of the flags over those of the configuration file, and both over those of the configuration that they name. */
export async function gatherSettings({ flags: { config, ...flags }, io, systems }: Sources): Promise<AllGathered> {
  const { targets: _, ...given } = readSettings(flags, { kind: 'flags' })
  const file = await loadSettings(io.cwd, config === undefined ? undefined : String(config))
  const { targets = {}, ...common } = file?.settings ?? {}
  const demo = file === undefined && Object.keys(given).every((key) => anyTarget.has(key))
  if (demo) return { demo, settings: given }
  const complete = async (given: Settings): Promise<Gathered> => {
    // A container is given a port by its engine; only the path is worth a --target.
    const own = given.image === undefined ? given : { target: 'http://127.0.0.1:{port}', ...given }
    const system = own.system === undefined ? undefined : findSystem(own.system, await systems())
    const settings = system ? over(atPath(own, system), settingsOf(system, io.env)) : own
    refuseConflicts(settings)
    return { settings, ...(system && { system }) }
  }
  const chosen = picked(Object.keys(targets), given.name)
  if (chosen.length === 0) return { demo, targets: [await complete(over(given, common))] }
  const each = chosen.map(async (name) => {
    const own = over(given, over(targets[name] ?? {}, common))
    return { ...(await complete(own)), name }
  })
  return { demo, targets: await Promise.all(each) }
}

/** The targets that were picked by name; all unless some were. */
function picked(names: readonly string[], wanted: readonly string[] | undefined): readonly string[] {
  if (wanted === undefined) return names
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown === undefined) return names.filter((name) => wanted.includes(name))
  const next = names.length === 0 ? 'The configuration file has no targets by name.' : `It has ${names.join(', ')}.`
  throw usage(`--name ${unknown} names no target of the configuration file.`, next)
}

/** Settings over others; a credential among them replaces all of the others. */
function over(given: Settings, base: Settings): Settings {
  const others = { ...base }
  if (credentials.some((key) => given[key] !== undefined)) for (const key of credentials) delete others[key]
  return { ...others, ...given }
}

const ofTokens = [
  ...['algorithms', 'subject', 'scope', 'claim', 'clientId', 'tokenProfile'],
  ...['issuerKeys', 'issuerDialects', 'issuerPort', 'issuerHost', 'issuerUrl'],
] as const

function refuseConflicts(settings: Settings): void {
  const has = (key: string) => settings[key as keyof Settings] !== undefined
  const named = credentials.filter(has)
  const target = '--target http://127.0.0.1:8000/me'
  if (!has('target')) throw usage('No target is named.', `Add ${target}, with a protected path of your server.`)
  if (named.length === 0 && !has('op')) {
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

const flagOf = (key: string): string => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

const usage = (message: string, next: string) => new ConformanceError('USAGE', message, { next })
