import type { Suite } from '../model/check.ts'
import type { System } from '../model/system.ts'
import type { Io } from './io.ts'
import { createProcessIo } from './process.ts'
import { type Commands, createProgram } from './program.ts'
import { reportError } from './report-error.ts'

/** What a command works with besides its Io. */
export interface Parts {
  readonly suites: () => Promise<readonly Suite[]>
  /** Whose documents are configurations. Default: none. */
  readonly systems?: () => Promise<readonly System[]>
  /** Default: all of `conformance`. */
  readonly commands?: Commands
}

export const ownParts: Parts = {
  suites: async () => (await import('../../suites/index.ts')).suites,
  systems: async () => (await import('../../suites/systems/index.ts')).documentedSystems,
}

/** Runs one command line and resolves to its exit code. */
export async function main(argv: readonly string[], io: Io, parts: Parts = ownParts): Promise<number> {
  try {
    const code = await createProgram(io, parts).run(argv)
    await io.stdout.flush()
    return code
  } catch (error) {
    return reportError(error, io)
  }
}

/** Runs the command line of this process and ends it with the exit code. */
export async function runProcess(parts: Parts = ownParts): Promise<void> {
  const io = createProcessIo()
  const end = async (code: number) => {
    await Promise.allSettled([io.stdout.flush(), io.stderr.flush()])
    process.exit(code)
  }
  process.on('uncaughtException', (error) => end(reportError(error, io)))
  await end(await main(process.argv.slice(2), io, parts))
}
