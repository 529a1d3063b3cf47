import { ConformanceError } from '../../errors.ts'
import type { Env, Launch } from '../../model/target.ts'
import type { Mask } from '../../wire/masking/mask.ts'
import { type Awaited, awaitAnswer } from '../answer.ts'
import { lastLines, outputOf } from '../output-buffer.ts'
import { launchWaitMs, type Relaunchable } from '../relaunch.ts'
import { createContainer, type Engine, openEngine, type RunningContainer } from './engine.ts'

interface ContainerOptions {
  /** An image that the engine has, or can pull. */
  readonly image: string
  /** That the target listens on inside. */
  readonly port: number
  readonly env: Env
  /** Path and query of the resource that must answer, with any status. */
  readonly path: string
  readonly waitMs: number
  readonly mask?: Mask
  readonly signal?: AbortSignal
}

/**
 * Starts a target from a container image, in the engine of this machine. Each launch is a container beside it.
 *
 * @throws {ConformanceError} `NO_ENGINE`, `TARGET_EXITED`, `TARGET_UNREACHABLE`
 */
export async function startContainer(options: ContainerOptions): Promise<Relaunchable> {
  const engine = await openEngine(options.image)
  const startedAt = Date.now()
  const { launch: first, awaited, container } = await run(engine, options)
  const usualMs = Date.now() - startedAt
  if (!first.origin) {
    const problem = problemOf(awaited, options, first.logs())
    await first.stop()
    throw problem
  }
  const waitMs = launchWaitMs(options.waitMs, usualMs)
  return {
    origin: first.origin,
    output: first,
    ended: () => container.exit(),
    launch: async (settings) =>
      (await run(engine, { ...options, waitMs, env: { ...options.env, ...settings } })).launch,
    stop: first.stop,
  }
}

interface Ran {
  readonly container: RunningContainer
  readonly awaited: Awaited
  readonly launch: Launch
}

async function run(engine: Engine, options: ContainerOptions): Promise<Ran> {
  const { image, port, env, path, waitMs, mask, signal } = options
  const container = await createContainer(engine, { image, port, env })
  const { output, stop } = container
  try {
    const origin = await container.origin()
    const awaited: Awaited = origin
      ? await awaitAnswer({
          url: new URL(path, origin),
          waitMs,
          ended: container.refreshedExit,
          ...(signal && { signal }),
        })
      : { kind: 'ended', how: container.exit() ?? 'an exit' }
    await container.settled()
    return {
      container,
      awaited,
      launch: {
        ...outputOf(output, mask),
        ...(awaited.kind === 'ended' && { ended: awaited.how }),
        ...(awaited.kind === 'answered' && origin && { origin }),
        stop,
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function problemOf(awaited: Awaited, { image, port, waitMs }: ContainerOptions, logs: string): ConformanceError {
  const last = lastLines(logs)
  const shown = last && `\n${last}`
  return awaited.kind === 'ended'
    ? new ConformanceError('TARGET_EXITED', `The container of ${image} ended with ${awaited.how}.${shown}`, {
        next: 'Has it the settings that it needs? --env NAME=value gives it some; it inherits none of ours.',
      })
    : new ConformanceError(
        'TARGET_UNREACHABLE',
        `The container of ${image} gave no HTTP answer at its port ${port} within ${waitMs / 1000} s.${shown}`,
        { next: 'Does it listen on all addresses (0.0.0.0), and at --port? --wait 60s waits longer.' },
      )
}
