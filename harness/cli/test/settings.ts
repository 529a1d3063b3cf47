import { loadSettings } from '../../config/load.ts'
import { readSettings } from '../../config/read.ts'
import type { Settings } from '../../config/schema.ts'
import { ConformanceError } from '../../errors.ts'
import type { Flags } from '../test.ts'

const credentials = ['tokenEnv', 'tokenFile', 'apiKeyEnv', 'audience'] as const

/** Keys that say nothing about a target: with only these, the demo runs. */
const anyTarget = new Set(['only', 'timeout', 'concurrency', 'strict', 'output', 'format', 'verbose'])

export interface Gathered {
  readonly settings: Settings
  /** Neither a target nor a file with settings was given. */
  readonly demo: boolean
}

/** Settings of the flags over those of the configuration file; a credential among the flags replaces all of the file. */
export async function gatherSettings({ config, ...flags }: Flags, cwd: string): Promise<Gathered> {
  const given = readSettings(flags, { kind: 'flags' })
  const file = await loadSettings(cwd, config === undefined ? undefined : String(config))
  const own = credentials.some((key) => given[key] !== undefined)
  const base = { ...file?.settings }
  if (own) for (const key of credentials) delete base[key]
  const settings = { ...base, ...given }
  const demo = file === undefined && Object.keys(given).every((key) => anyTarget.has(key))
  if (!demo) refuseConflicts(settings)
  return { settings, demo }
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
  lost(['env'], 'exec')
  lost(['apiKeyHeader'], 'apiKeyEnv')
  if (has('channel') && (has('scheme') || has('apiKeyHeader'))) {
    throw usage('The key "channel" says where the credential goes already.', 'Leave out "scheme" and "apiKeyHeader".')
  }
}

const flagOf = (key: string): string => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

const usage = (message: string, next: string) => new ConformanceError('USAGE', message, { next })
