import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

/** Why the tests with Redis are skipped; `undefined` if Redis is installed. */
export const missingRedis: string | undefined =
  spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'redis-server is not installed'

export interface RedisServer {
  readonly url: string
  readonly process: ChildProcess
  stop(): Promise<void>
}

/** Starts Redis on a free loopback port, without persistence. */
export const startRedis = async (...options: readonly string[]): Promise<RedisServer> => {
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await freePort()
    const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...options]
    const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] })
    if (await isReady(server)) return { url: `redis://127.0.0.1:${port}/0`, process: server, stop: () => stop(server) }
  }
  throw new Error('redis-server did not start.')
}

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

const isReady = async (server: ChildProcess): Promise<boolean> => {
  if (!server.stdout) return false
  // The loop ends if the server exits, for example because the port is in use.
  for await (const line of createInterface(server.stdout)) if (line.includes('Ready to accept connections')) return true
  return false
}

const stop = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGKILL')
  await once(server, 'exit')
}
