import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Settings } from '../../../config/schema.ts'
import { jwtCredential, staticCredential } from '../../../config/target-config.ts'
import type { TokenRenewal } from '../../../core/session/newest-token.ts'
import { ConformanceError } from '../../../errors.ts'
import type { Features } from '../../../features/index.ts'
import { secretNames } from '../../../features/secret.ts'
import type { TargetConfig } from '../../../model/target-config.ts'
import type { Io } from '../../io.ts'
import { readClientKey } from './client-key.ts'
import { printedToken } from './token-command.ts'

/** The name, in reports, of an access token that the authorization server under test issues. */
export const signedInSource = 'ACCESS_TOKEN'

type CredentialIo = Pick<Io, 'env' | 'cwd' | 'stdin'> & Partial<Pick<Io, 'interrupt'>>

async function unlessInterrupted(fetch: () => Promise<string>): Promise<string> {
  try {
    return await fetch()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
    throw new ConformanceError('INTERRUPTED', 'Interrupted before any check ran.')
  }
}

/** The credential that the settings name, read from where it is. */
export async function readCredential(settings: Settings, io: CredentialIo) {
  const { tokenEnv, tokenFile, apiKeyEnv, open } = settings
  const renewal = renewalOf(settings, io)
  if (renewal) return staticCredential(await unlessInterrupted(renewal.fetch), 'TOKEN')
  if (tokenEnv !== undefined) return fromEnvironment('--token-env', tokenEnv, io)
  if (apiKeyEnv !== undefined) return fromEnvironment('--api-key-env', apiKeyEnv, io)
  if (tokenFile !== undefined) return fromFile(tokenFile, io)
  if (open) return staticCredential('', 'none')
  // Its value is known once the target has given it out.
  if (tokenGiver(settings)) return staticCredential('', signedInSource)
  return ofIssuer(settings)
}

/** Milliseconds before the expiry of a token that the command is run again: most checks take less. */
export const refreshBeforeMs = 120_000

/** The command that prints tokens; undefined where another credential is named. */
export function renewalOf(settings: Settings, io: Pick<CredentialIo, 'env' | 'interrupt'>): TokenRenewal | undefined {
  const { tokenCmd, token } = settings
  const command = tokenCmd ?? token?.command
  if (command === undefined) return undefined
  return {
    refreshBeforeMs: token?.refreshBefore ?? refreshBeforeMs,
    fetch: async () => {
      const printed = await printedToken(command, { env: io.env, ...(io.interrupt && { signal: io.interrupt() }) })
      return checked(printed, 'The output of --token-cmd')
    },
  }
}

/** The feature of the target that issues the credential; undefined where another credential is named. */
export function tokenGiver({ op, audience, signIn, open }: Settings): 'login' | 'op' | undefined {
  if (signIn) return 'login'
  return op !== undefined && audience === undefined && !open ? 'op' : undefined
}

/** Values of the secrets that features name, by their environment variable. */
export async function readSecrets(
  features: Features,
  { env, cwd }: Pick<Io, 'env' | 'cwd'>,
): Promise<TargetConfig['secrets']> {
  const { client, otherClient } = features.op ?? {}
  const keys = [client?.key?.env, otherClient?.key?.env]
  const all = secretNames(features).map(async (name): Promise<readonly [string, string]> => {
    const value = env[name]
    if (value !== undefined && keys.includes(name)) return [name, await readClientKey(name, value, cwd)]
    if (value !== undefined) return [name, checked(value, `The environment variable ${name}`)]
    throw new ConformanceError('USAGE', `The configuration names the environment variable ${name}, which is not set.`, {
      next: `Set it first: export ${name}=…`,
    })
  })
  return Object.fromEntries(await Promise.all(all))
}

function fromEnvironment(flag: string, name: string, { env }: Pick<Io, 'env'>): TargetConfig['credential'] {
  const example = flag === '--token-env' ? 'API_TOKEN' : 'API_KEY'
  // Anything that does not look like a name may be the secret itself.
  const isName = /^[A-Z_][A-Z0-9_]*$/.test(name)
  const value = env[name]
  if (value === undefined) {
    throw new ConformanceError(
      'USAGE',
      `${isName ? `${flag} ${name}` : flag} names no environment variable that is set.`,
      {
        next: isName
          ? `Set it first: export ${name}=…`
          : `It takes the name of a variable, not the secret: export ${example}=… and ${flag} ${example}.`,
      },
    )
  }
  return staticCredential(checked(value, `The environment variable ${name}`), name)
}

async function fromFile(file: string, { cwd, stdin }: Pick<Io, 'cwd' | 'stdin'>): Promise<TargetConfig['credential']> {
  if (file === '-') return staticCredential(checked(trimmed(await text(stdin)), 'Standard input'), 'TOKEN')
  try {
    return staticCredential(checked(trimmed(await readFile(resolve(cwd, file), 'utf8')), `The file ${file}`), 'TOKEN')
  } catch (cause) {
    if (cause instanceof ConformanceError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConformanceError('USAGE', `--token-file cannot be read: ${reason}.`, { cause })
  }
}

/** Editors end a file with a line end that is no part of the token. */
const trimmed = (content: string): string => content.replace(/\r?\n$/, '')

function checked(value: string, where: string): string {
  const usageError = (message: string, next: string) => new ConformanceError('USAGE', `${where} ${message}.`, { next })
  if (value.trim() === '') throw usageError('is blank', 'Put the credential there.')
  if (/^(bearer|basic|token) /i.test(value)) {
    throw usageError('holds a scheme too', 'Put only what follows it there; --scheme names another than Bearer.')
  }
  if (/[\x00-\x20\x7f]/.test(value)) {
    throw usageError('holds a space, line end or control character', 'Put the credential there, and nothing else.')
  }
  if (/[^\x00-\x7f]/.test(value))
    throw usageError('holds other characters than ASCII', 'Use a credential of ASCII only.')
  return value
}

const ofIssuer = ({ audience = false, algorithms, subject, scope, claim, clientId, tokenProfile }: Settings) =>
  jwtCredential(audience === false ? undefined : audience, {
    ...(algorithms && { algorithms, algorithmsAreAllowList: true }),
    ...(subject !== undefined && { subject }),
    ...(scope !== undefined && { scope }),
    ...(claim && { claims: claim }),
    ...(clientId !== undefined && { clientId }),
    ...(tokenProfile && { tokenProfile }),
  })
