import type { Io } from './io.ts'
import { createSink } from './sink.ts'

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The Io of this process. */
export function createProcessIo(): Io {
  let controller: AbortController | undefined
  const interruptible = () => {
    const created = new AbortController()
    const end = () => (created.signal.aborted ? process.exit(130) : created.abort())
    for (const ending of endings) process.on(ending, end)
    return created
  }
  return {
    stdout: createSink(process.stdout, process.env),
    stderr: createSink(process.stderr, process.env),
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    interrupt() {
      controller ??= interruptible()
      return controller.signal
    },
  }
}
