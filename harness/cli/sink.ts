import { ConformanceError } from '../errors.ts'
import type { Sink } from './io.ts'

/** A stream of this process. A reader that goes away, such as `head`, ends the output but not the command. */
export function createSink(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Sink {
  const isTerminal = stream.isTTY === true
  let failure: NodeJS.ErrnoException | undefined
  let written: Promise<void> = Promise.resolve()
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error
  })
  return {
    isTerminal,
    color: isTerminal && stream.hasColors(env),
    write(text) {
      if (failure) return
      const one = new Promise<void>((resolve) => stream.write(text, () => resolve()))
      written = written.then(() => one)
    },
    async flush() {
      await written
      if (failure === undefined || failure.code === 'EPIPE') return
      throw new ConformanceError('USAGE', `Cannot write the output: ${failure.message}.`, { cause: failure })
    },
  }
}
