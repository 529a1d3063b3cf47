import { secretsOf } from '../../../core/credential.ts'
import type { IssuerAddress, Launcher, Target } from '../../../model/target.ts'
import type { TargetConfig } from '../../../model/target-config.ts'
import { freePort } from '../../../targets/free-port.ts'
import { startRelaunchable } from '../../../targets/relaunch.ts'
import type { RunningAuthority } from '../../../targets/tls-authority.ts'
import { startUrl } from '../../../targets/url.ts'
import { createMask } from '../../../wire/masking/mask.ts'
import { fill, holds, type Placeholders } from './placeholders.ts'

/** What the target is to trust. */
export interface Trusted {
  readonly issuer: string
  readonly jwksUri: string
  readonly audience: string
}

/** A target that runs, and its configuration with the URL that it has now. */
export interface BroughtUp {
  readonly target: Target
  readonly config: TargetConfig
  /** How a target that we started ended by itself; undefined while it runs. */
  ended?(): string | undefined
  /** Present when we started the target. */
  readonly launcher?: Launcher
}

export type BringUp = (trusted: Trusted | undefined, signal: AbortSignal) => Promise<BroughtUp>

export const bringUpUrl =
  (config: TargetConfig): BringUp =>
  async () => ({ config, target: await startUrl(new URL(config.target)) })

export const bringUpCommand =
  (config: TargetConfig, command: string, env: Readonly<Record<string, string>>, waitMs: number): BringUp =>
  async (trusted, signal) => {
    const movable = config.target.includes('{port}')
    const port = movable ? String(await freePort()) : portOf(config.target)
    const urlOn = (port: string) => new URL(fill(config.target, valuesOf(port, trusted)))
    const mask = createMask(secretsOf(config))
    const authority = await authorityFor([command, ...Object.values(env)])
    const started = await startRelaunchable({
      port,
      movable,
      on(port, issuer) {
        const values = { ...valuesOf(port, trusted && { ...trusted, ...issuer }), ...caFileOf(authority) }
        const ca = config.ca === undefined ? {} : { ca: config.ca }
        return {
          command: fill(command, values),
          env: fillEach(env, values),
          url: urlOn(port),
          waitMs,
          mask,
          ...ca,
          signal,
        }
      },
    }).catch(async (error: unknown) => {
      await authority?.remove()
      throw error
    })
    const target = {
      ...started,
      async stop() {
        await started.stop()
        await authority?.remove()
      },
    }
    return {
      target,
      config: { ...config, target: urlOn(port).href },
      ended: started.ended,
      launcher: { launch: started.launch, ...(authority && trusted && { authority }) },
    }
  }

/** An authority of ours, where the command is told to trust one. Loaded only there. */
async function authorityFor(texts: readonly string[]): Promise<RunningAuthority | undefined> {
  if (!texts.some((text) => holds(text, 'ca_file'))) return undefined
  const { createRunningAuthority } = await import('../../../targets/tls-authority.ts')
  return createRunningAuthority()
}

const caFileOf = (authority: RunningAuthority | undefined): Pick<Placeholders, 'ca_file'> =>
  authority ? { ca_file: authority.caFile } : {}

export interface ContainerBringUp {
  readonly image: string
  readonly port: number
  readonly env: Readonly<Record<string, string>>
  readonly waitMs: number
}

/** The container has a port of its own on this machine; of the target's URL only path and query count. */
export const bringUpImage =
  (config: TargetConfig, { image, port, env, waitMs }: ContainerBringUp): BringUp =>
  async (trusted, signal) => {
    const { startContainer } = await import('../../../targets/container/start.ts')
    const values = valuesOf(String(port), trusted)
    const { pathname, search } = new URL(fill(config.target, values))
    const target = await startContainer({
      image,
      port,
      env: fillEach(env, values),
      path: pathname + search,
      waitMs,
      mask: createMask(secretsOf(config)),
      signal,
    })
    const url = new URL(pathname + search, target.origin)
    return { target, config: { ...config, target: url.href }, ended: target.ended, launcher: target }
  }

const valuesOf = (port: string, trusted: (IssuerAddress & Pick<Trusted, 'audience'>) | undefined): Placeholders => ({
  port,
  ...(trusted && { issuer: trusted.issuer, jwks_uri: trusted.jwksUri, audience: trusted.audience }),
})

const fillEach = (env: Readonly<Record<string, string>>, values: Placeholders): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value, values)]))

const portOf = (target: string): string => {
  const { port, protocol } = new URL(target)
  return port || (protocol === 'https:' ? '443' : '80')
}
