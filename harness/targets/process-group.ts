import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { isGroupRunning } from './processes.ts'

/** A shell command with all processes that it starts. */
export interface ProcessGroup {
  readonly child: ChildProcess
  /** Whether any process of it still runs. */
  alive(): boolean
  /** Resolves once no process can write to its output any more. */
  readonly closed: Promise<void>
  /** Asks all to end, and ends by force what still runs after 2 s. Resolves when they have ended. */
  stop(): Promise<void>
}

const patienceMs = 2000
const windows = process.platform === 'win32'

/** Starts a command in a process group of its own, which does not outlive this process. */
export function startGroup(command: string, env: NodeJS.ProcessEnv): ProcessGroup {
  const child = spawn(command, { shell: true, detached: !windows, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const hasEmitted = (event: 'exit' | 'close') =>
    new Promise<void>((resolve) => {
      // A shell that cannot be started has no pid and says so by an error.
      child.once('error', () => resolve())
      child.once(event, () => resolve())
    })
  const closed = hasEmitted('close')
  const exited = hasEmitted('exit')
  const alive = () =>
    child.pid !== undefined &&
    (windows ? child.exitCode === null && child.signalCode === null : isGroupRunning(child.pid))
  const killAll = () => send(child, 'SIGKILL')
  process.once('exit', killAll)
  const ended = async (): Promise<boolean> => {
    for (const end = Date.now() + patienceMs; alive(); await delay(20)) if (Date.now() > end) return false
    return true
  }
  return {
    child,
    alive,
    closed,
    async stop() {
      send(child, 'SIGTERM')
      if (!(await ended())) {
        killAll()
        await ended()
      }
      await exited
      process.removeListener('exit', killAll)
    },
  }
}

function send({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    if (windows) spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
    else process.kill(-pid, signal)
  } catch {
    // It has ended.
  }
}
