import { PassThrough } from 'node:stream'
import type { ContainerRuntimeClient } from 'testcontainers'
import { ConformanceError } from '../../errors.ts'
import type { Env } from '../../model/target.ts'
import { createOutputBuffer, type OutputBuffer } from '../output-buffer.ts'
import { hostOfContainers } from './host.ts'

/** The container engine that testcontainers finds: by DOCKER_HOST, or the usual socket. */
export type Engine = ContainerRuntimeClient

/**
 * Opens the engine, and pulls the image where it does not have it.
 *
 * @throws {ConformanceError} `NO_ENGINE`
 */
export async function openEngine(image: string): Promise<Engine> {
  const { getContainerRuntimeClient, ImageName } = await library()
  try {
    const engine = await getContainerRuntimeClient()
    const name = ImageName.fromString(image)
    if (!(await engine.image.exists(name))) await engine.image.pull(name)
    return engine
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConformanceError('NO_ENGINE', `The container of ${image} cannot be started: ${reason}`, {
      cause,
      next: 'Is an engine running (docker info), and does it have the image (docker image ls)?',
    })
  }
}

/** An optional peer, loaded only for containers. */
async function library(): Promise<typeof import('testcontainers')> {
  try {
    return await import('testcontainers')
  } catch (cause) {
    throw new ConformanceError('NO_ENGINE', '--image needs the package testcontainers, which is not installed.', {
      cause,
      next: 'Install it beside this one: npm install --save-dev testcontainers',
    })
  }
}

interface ContainerRecipe {
  readonly image: string
  readonly port: number
  readonly env: Env
}

export interface RunningContainer {
  readonly output: OutputBuffer
  /** Where its port is reached from here; undefined when it has ended. */
  origin(): Promise<URL | undefined>
  /** How it ended, such as `exit code 1`, as far as was seen. */
  exit(): string | undefined
  /** As `exit`, but inspects the container first. */
  refreshedExit(): Promise<string | undefined>
  /** Resolves once all output of a container that has ended is here. */
  settled(): Promise<void>
  /** Ends it, and removes it. */
  stop(): Promise<void>
}

/** Starts a container with a free port of this machine for its own. */
export async function createContainer(
  engine: Engine,
  { image, port, env }: ContainerRecipe,
): Promise<RunningContainer> {
  const key = `${port}/tcp`
  // Where we are in a container ourselves, or the engine is elsewhere, our loopback address is not the engine's.
  const HostIp = hostOf(engine) === '127.0.0.1' ? '127.0.0.1' : ''
  const container = await engine.container.dockerode.createContainer({
    Image: image,
    Env: Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])),
    ExposedPorts: { [key]: {} },
    HostConfig: {
      PortBindings: { [key]: [{ HostIp, HostPort: '0' }] },
      ExtraHosts: [`${hostOfContainers}:host-gateway`],
    },
    Labels: { 'auth-conformance': 'target' },
  })
  const buffer = createOutputBuffer()
  let exit: string | undefined
  let removed = false
  const refresh = async () => {
    const state = await container.inspect()
    if (!state.State.Running) exit = `exit code ${state.State.ExitCode}`
    return state
  }
  const stop = async () => {
    if (removed) return
    removed = true
    await container.remove({ force: true, v: true })
  }
  try {
    const raw = await container.attach({ stream: true, stdout: true, stderr: true })
    const written = new PassThrough()
    written.setEncoding('utf8').on('data', (text: string) => buffer.add(text))
    engine.container.dockerode.modem.demuxStream(raw, written, written)
    const drained = new Promise<void>((resolve) => {
      raw.once('end', resolve)
      raw.once('close', resolve)
      raw.once('error', () => resolve())
    })
    await container.start()
    return {
      output: buffer,
      async origin() {
        const bound = (await refresh()).NetworkSettings.Ports[key]?.[0]?.HostPort
        return bound === undefined ? undefined : new URL(`http://${hostOf(engine)}:${bound}`)
      },
      exit: () => exit,
      async refreshedExit() {
        await refresh()
        return exit
      },
      settled: () => (exit === undefined ? Promise.resolve() : drained),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Where ports of containers are reached; `localhost` may mean an IPv6 address that none is bound to. */
function hostOf({ info }: Engine): string {
  const { host } = info.containerRuntime
  return host === 'localhost' ? '127.0.0.1' : host
}
