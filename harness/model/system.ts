import type { ConfigInput } from '../config/schema.ts'
import type { Suite } from './check.ts'

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * A system as its own document describes it. `--system ID` takes its settings for those that are not given, and runs
 * the checks of its promises besides the suites.
 */
export interface System {
  /** The name of its configuration, and of its suite. */
  readonly id: string
  readonly about: string
  /** Path of its protected resource, for a target that is named by its origin alone. */
  readonly path: string
  /** What its document says unless these variables are set. */
  readonly defaults?: Readonly<Record<string, string>>
  /** As a configuration file would hold it, but for the target. */
  settings(env: Environment): ConfigInput
  /** One check a promise. */
  readonly suite: Suite
  /** Ids of checks and suites of specifications whose rules the document does not promise, and why not. */
  readonly doesNotPromise: Readonly<Record<string, string>>
}

/** Declares what the document of a system promises. */
export const defineSystem = (system: System): System => system

/** Why a system does not promise the rule of a check; undefined where it does, or says nothing of its own. */
export function notPromised(system: System | undefined, check: string): string | undefined {
  const ids = Object.keys(system?.doesNotPromise ?? {})
  const id = ids.find((one) => check === one || check.startsWith(`${one}/`))
  return id === undefined ? undefined : system?.doesNotPromise[id]
}
