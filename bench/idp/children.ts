import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const peers = here('../peers/')
const peerModule = `${peers}servers.mjs`

/** Whether processes can be pinned to separate cores. */
export const pinned = spawnSync('taskset', ['-c', '0,1', 'true']).status === 0 && availableParallelism() > 1

export interface StartOptions {
  readonly args?: readonly string[]
  /** The core to run on. Default: any. */
  readonly core?: 0 | 1
}

/** Starts a module of this folder, or a server of bench/peers, as a child process. */
export const start = (
  module: 'server' | 'sender' | 'signer' | 'peer',
  { args = [], core }: StartOptions,
): ChildProcess => {
  const pin = pinned && core !== undefined
  const options = pin ? { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath] } : {}
  // Peers print messages of their own.
  const output = module === 'peer' ? 'ignore' : 'inherit'
  const env = { ...process.env, NODE_ENV: 'production' }
  const path = module === 'peer' ? peerModule : here(`./${module}.ts`)
  return fork(path, args, { ...options, env, stdio: ['ignore', output, output, 'ipc'] })
}

export const numberFrom = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    const exited = (code: number | null) => reject(new Error(`A child process ended with ${code}.`))
    child.once('exit', exited)
    child.once('message', (value) => {
      child.off('exit', exited)
      resolve(Number(value))
    })
  })

export const ask = (child: ChildProcess, question: object): Promise<number> => {
  child.send(question)
  return numberFrom(child)
}
