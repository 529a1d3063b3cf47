import type { CheckId, Finding } from '../../model/finding.ts'
import type { TimingProgress } from '../../timing/measure.ts'
import type { Sink } from '../io.ts'

export interface Progress {
  show(finding: Finding): void
  /** While durations are measured. */
  measuring(check: CheckId, progress: TimingProgress): void
  clear(): void
}

/** Milliseconds between lines. Writing a line takes time, which would disturb what is measured. */
const betweenMs = 500

const line = '\r\x1b[2K'

/** One line on a terminal, gone when the report comes. */
export function createProgress(stderr: Sink): Progress {
  let done = 0
  let failed = 0
  let quietUntil = 0
  return {
    show({ id, verdict }) {
      done++
      if (verdict === 'fail') failed++
      if (stderr.isTerminal) stderr.write(`${line}${done} done, ${failed} failed  ${id}`.slice(0, 75))
    },
    measuring(check, { part, confirming, interval }) {
      if (!stderr.isTerminal || performance.now() < quietUntil) return
      quietUntil = performance.now() + betweenMs
      const percent = `${Math.min(100, Math.round(part * 100))} %`
      const bounds = interval()?.map(Math.round).join(', ')
      stderr.write(
        `${line}${check} ${confirming ? 'once more, ' : ''}${percent}${bounds === undefined ? '' : `  [${bounds}] ns`}`.slice(
          0,
          75,
        ),
      )
    },
    clear() {
      if (stderr.isTerminal && done > 0) stderr.write(line)
    },
  }
}
