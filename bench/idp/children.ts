import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const peers = here('../peers/')
const peerModule = `${peers}servers.mjs`

/** Whether a child can be kept on a core of its own. */
export const pinned = spawnSync('taskset', ['-c', '0,1', 'true']).status === 0 && availableParallelism() > 1

export interface Start {
  readonly args?: readonly string[]
  /** Where it may run; anywhere when absent. */
  readonly core?: 0 | 1
}

/** Starts a module of this folder, or a server of bench/peers. */
export const start = (module: 'server' | 'sender' | 'signer' | 'peer', { args = [], core }: Start): ChildProcess => {
  const pin = pinned && core !== undefined
  const options = pin ? { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath] } : {}
  // Peers greet with advice that is none of ours.
  const output = module === 'peer' ? 'ignore' : 'inherit'
  const env = { ...process.env, NODE_ENV: 'production' }
  const path = module === 'peer' ? peerModule : here(`./${module}.ts`)
  return fork(path, args, { ...options, env, stdio: ['ignore', output, output, 'ipc'] })
}

export const answerOf = (child: ChildProcess): Promise<number> =>
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
  return answerOf(child)
}
