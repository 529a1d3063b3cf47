import { type Catalog, packagedCatalog } from './catalog.ts'
import { conformanceProgram } from './commands.ts'
import type { Program } from './declaration.ts'
import type { Io } from './io.ts'
import { createProcessIo } from './process.ts'
import { runProgram } from './program.ts'
import { reportError } from './report-error.ts'

export interface MainOptions {
  /** Default: the suites of this package. */
  readonly catalog?: Catalog
  /** Default: all of `conformance`. */
  readonly program?: Program
}

/** Runs one command line and resolves to its exit code. */
export async function main(
  argv: readonly string[],
  io: Io,
  { catalog = packagedCatalog, program = conformanceProgram }: MainOptions = {},
): Promise<number> {
  try {
    const code = await runProgram(program, argv, { io, catalog })
    await io.stdout.flush()
    return code
  } catch (error) {
    return reportError(error, io)
  }
}

/** Runs the command line of this process and ends it with the exit code. */
export async function runProcess(options: MainOptions = {}): Promise<void> {
  const io = createProcessIo()
  const end = async (code: number) => {
    await Promise.allSettled([io.stdout.flush(), io.stderr.flush()])
    process.exit(code)
  }
  process.on('uncaughtException', (error) => end(reportError(error, io)))
  await end(await main(process.argv.slice(2), io, options))
}
