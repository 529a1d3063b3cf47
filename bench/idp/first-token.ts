/**
 * The time from the start of the process to the first token, and the memory at that time: our bundle compared with the
 * command of oauth2-mock-server. Medians of 5 alternating starts.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Measured, median, rounds } from '../ratio.ts'
import { build, installPeers } from './install.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The arguments of node that start a server on a port. */
const servers = {
  ours: (port: number) => [here('../../dist/idp/idp.js'), '--port', String(port)],
  theirs: (port: number) => [
    here('../peers/node_modules/oauth2-mock-server/dist/oauth2-mock-server.mjs'),
    ...['-a', '127.0.0.1', '-p', String(port)],
  ],
}

interface Started {
  readonly ms: number
  /** Resident memory, in MiB. */
  readonly memory: number
}

const form = 'grant_type=client_credentials&client_id=conformance&client_secret=conformance-secret'

const startUp = async (argsOf: (port: number) => readonly string[]): Promise<Started> => {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, argsOf(port), {
    stdio: 'ignore',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    await firstToken(port, began + 20_000)
    const ms = performance.now() - began
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    return { ms, memory: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024 }
  } finally {
    child.kill()
    await ended
  }
}

/** Tries again every millisecond until the server accepts connections. */
const firstToken = async (port: number, until: number): Promise<void> => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/token`, { method: 'POST', headers, body: form })
      if (!response.ok) throw new Error(`The server answered ${response.status}.`)
      await response.json()
      return
    } catch (error) {
      if (!(error instanceof TypeError) || performance.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })

export const benchFirstToken = async (): Promise<readonly Measured[]> => {
  installPeers()
  build()
  if (!existsSync('/proc/self/status')) return []
  const started: Record<keyof typeof servers, Started[]> = { ours: [], theirs: [] }
  for (let round = -1; round < rounds; round++) {
    for (const name of ['ours', 'theirs'] as const) {
      const one = await startUp(servers[name])
      if (round >= 0) started[name].push(one)
    }
  }
  const medians = (member: keyof Started) => [
    median(started.ours.map((one) => one[member])),
    median(started.theirs.map((one) => one[member])),
  ]
  const figure = (name: string, member: keyof Started, unit: string, atMost: number): Measured => {
    const [ours = 0, theirs = 0] = medians(member)
    return {
      name: `idp, ${name} / oauth2-mock-server`,
      ratio: ours / theirs,
      medians: `${ours.toFixed(0)} / ${theirs.toFixed(0)} ${unit}`,
      atMost,
      detail: 'each in a separate process, started by its command',
    }
  }
  return [figure('first token', 'ms', 'ms', 0.7), figure('memory at the first token', 'memory', 'MiB', 0.95)]
}
