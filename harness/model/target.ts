/** A running target and what it writes. Types only. */

/** Variables of the environment; undefined takes one away. */
export type Env = Readonly<Record<string, string | undefined>>

/** What a target that we started writes to its standard output and error. */
export interface Output {
  /** The end of it, secrets masked. */
  logs(): string
  /** Whether it holds a text, as it was written. */
  wrote(text: string): boolean
  /** What is written from now on. */
  fromNow(): Pick<Output, 'wrote'>
}

/** The result of starting the target: it ended by itself, it answers HTTP, or neither. */
export interface Launch extends Output {
  /** Such as `exit code 1`. */
  readonly ended?: string
  /** Where it answers. */
  readonly origin?: URL
  stop(): Promise<void>
}

/** Starts the target again, as it was started but for the settings given. */
export interface Launcher {
  launch(settings: Env): Promise<Launch>
}

/** A target that runs, whichever driver brought it up. */
export interface Target {
  /** Where requests go: scheme, host, port. */
  readonly origin: URL
  /** Present when we started it. */
  readonly output?: Output
  stop(): Promise<void>
}
