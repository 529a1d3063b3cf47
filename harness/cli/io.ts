import type { Readable } from 'node:stream'

/** All that a command may know of the process that it runs in. */
export interface Io {
  /** The report. */
  readonly stdout: Sink
  /** Progress and messages. */
  readonly stderr: Sink
  readonly stdin: Readable
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** From the first call on, a signal to end aborts this instead of ending the process; a second one still ends it. */
  interrupt(): AbortSignal
}

export interface Sink {
  readonly isTerminal: boolean
  /** Whether colours are wanted: a terminal without NO_COLOR. */
  readonly color: boolean
  write(text: string): void
  /** Resolves once all is written, or can no longer be because the reader went away. */
  flush(): Promise<void>
}
