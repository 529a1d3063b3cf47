import type { Env, IssuerAddress, Launch, Launcher, Target } from '../model/target.ts'
import { type CommandOptions, type CommandTarget, startCommand, tryCommand } from './command.ts'
import { freePort } from './free-port.ts'

interface RelaunchOptions {
  /** How the target is started on a port, with its usual issuer or another; the environment of a launch is laid over its own. */
  readonly on: (port: string, issuer?: IssuerAddress) => CommandOptions
  readonly port: string
  /** Whether the port of the target can be chosen, so that two can run side by side. */
  readonly movable: boolean
}

/** A target that can be started again; its origin and output are always those of the current process. */
export interface Relaunchable extends Target, Launcher {
  readonly output: CommandTarget['output']
  ended(): string | undefined
}

/** Milliseconds that a launch may take: not much longer than the first start took. */
export const launchWaitMs = (waitMs: number, usualMs: number): number => Math.min(waitMs, Math.max(5000, usualMs * 4))

/**
 * Starts a target by a command. Each launch runs beside it on a port of its own; where the port is fixed, in its place.
 *
 * @throws {ConformanceError} `PORT_TAKEN`, `TARGET_EXITED`, `TARGET_UNREACHABLE`
 */
export async function startRelaunchable({ on, port, movable }: RelaunchOptions): Promise<Relaunchable> {
  const startedAt = Date.now()
  let current: CommandTarget = await startCommand(on(port))
  const usualMs = Date.now() - startedAt
  let stopped = false

  async function launch(settings: Env, issuer?: IssuerAddress): Promise<Launch> {
    if (!movable) await current.stop()
    const options = on(movable ? String(await freePort()) : port, issuer)
    const waitMs = launchWaitMs(options.waitMs, usualMs)
    const { target, problem } = await tryCommand({ ...options, waitMs, env: { ...options.env, ...settings } })
    const ended = problem && target.ended()
    let taken = false
    return {
      ...target.output,
      ...(ended !== undefined && { ended }),
      ...(!problem && { origin: target.origin }),
      async stop() {
        if (taken) return
        taken = true
        await target.stop()
        if (!movable && !stopped) current = await startCommand(on(port))
      },
    }
  }

  return {
    origin: current.origin,
    output: {
      logs: () => current.output.logs(),
      wrote: (text) => current.output.wrote(text),
      fromNow: () => current.output.fromNow(),
    },
    ended: () => current.ended(),
    launch,
    async stop() {
      stopped = true
      await current.stop()
    },
  }
}
