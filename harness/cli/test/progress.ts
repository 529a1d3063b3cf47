import type { Finding } from '../../model.ts'
import type { Sink } from '../io.ts'

export interface Progress {
  show(finding: Finding): void
  clear(): void
}

const line = '\r\x1b[2K'

/** One line on a terminal, gone when the report comes. */
export function createProgress(stderr: Sink): Progress {
  let done = 0
  let failed = 0
  return {
    show({ id, verdict }) {
      done++
      if (verdict === 'fail') failed++
      if (stderr.isTerminal) stderr.write(`${line}${done} done, ${failed} failed  ${id}`.slice(0, 75))
    },
    clear() {
      if (stderr.isTerminal && done > 0) stderr.write(line)
    },
  }
}
