import type { Settings } from '../../config/schema.ts'
import { secretsOf } from '../../credential.ts'
import type { Profile, Target } from '../../model.ts'
import { startCommand } from '../../targets/command.ts'
import { freePort } from '../../targets/free-port.ts'
import { startUrl } from '../../targets/url.ts'
import { createMask } from '../../wire/mask.ts'
import { fill, type Placeholders } from './placeholders.ts'

/** What the target is to trust. */
export interface Trusted {
  readonly issuer: string
  readonly jwksUri: string
  readonly audience: string
}

/** A target that runs, and its profile with the URL that it has now. */
export interface BroughtUp {
  readonly target: Target
  readonly profile: Profile
  /** How a target that we started ended by itself; undefined while it runs. */
  ended?(): string | undefined
}

export type BringUp = (trusted: Trusted | undefined, signal: AbortSignal) => Promise<BroughtUp>

export const bringUpUrl =
  (profile: Profile): BringUp =>
  async () => ({ profile, target: await startUrl(new URL(profile.target)) })

export const bringUpCommand =
  (profile: Profile, command: string, env: Settings['env'], waitMs: number): BringUp =>
  async (trusted, signal) => {
    const port = profile.target.includes('{port}') ? String(await freePort()) : portOf(profile.target)
    const values: Placeholders = {
      port,
      ...(trusted && { issuer: trusted.issuer, jwks_uri: trusted.jwksUri, audience: trusted.audience }),
    }
    const url = new URL(fill(profile.target, values))
    const target = await startCommand({
      command: fill(command, values),
      env: Object.fromEntries(Object.entries(env ?? {}).map(([name, value]) => [name, fill(value, values)])),
      url,
      waitMs,
      mask: createMask(secretsOf(profile)),
      signal,
    })
    return { target, profile: { ...profile, target: url.href }, ended: target.ended }
  }

const portOf = (target: string): string => {
  const { port, protocol } = new URL(target)
  return port || (protocol === 'https:' ? '443' : '80')
}
