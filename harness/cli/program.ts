import { Command, CommanderError } from 'commander'
import { version } from '../version.ts'
import { declareExplain } from './explain.ts'
import { declareIdp } from './idp.ts'
import { declareInit } from './init.ts'
import type { Io } from './io.ts'
import { declareList } from './list.ts'
import type { Parts } from './main.ts'
import { declareMint } from './mint.ts'
import { declareReplay } from './replay.ts'
import { declareTest } from './run.ts'

/** What a command declares itself with. Its module is loaded when it runs. */
export interface Declaration {
  readonly program: Command
  readonly io: Io
  readonly parts: Parts
  readonly argv: readonly string[]
  /** Makes an action of what resolves to an exit code. */
  readonly does: <Args extends unknown[]>(run: (...args: Args) => Promise<number>) => (...args: Args) => Promise<void>
}

/** What a program is called and can do. */
export interface Commands {
  readonly name: string
  readonly about: string
  readonly declares: readonly ((declaration: Declaration) => void)[]
  /** Said below the help. */
  readonly after?: string
}

/** All of `conformance`. */
export const allCommands: Commands = {
  name: 'conformance',
  about: 'Does this server really check the tokens it is given?',
  declares: [declareTest, declareInit, declareIdp, declareMint, declareList, declareExplain, declareReplay],
  after: `
conformance test --help lists the flags for your own server.

Exit codes: 0 passed, 1 failed, 2 usage or configuration, 3 target unreachable or its gate failed, 70 our own fault,
130 interrupted. For idp, Ctrl-C is the normal end: 0.
`,
}

export const createProgram = (io: Io, parts: Parts) => ({
  async run(argv: readonly string[]): Promise<number> {
    const { name, about, declares, after = '' } = parts.commands ?? allCommands
    let code = 0
    const program = new Command(name)
      .description(about)
      .version(version)
      .exitOverride()
      .configureOutput({
        writeOut: (text) => io.stdout.write(text),
        writeErr: (text) => io.stderr.write(text),
        getOutHasColors: () => io.stdout.color,
        getErrHasColors: () => io.stderr.color,
      })
      .addHelpText('after', after)
    const does: Declaration['does'] =
      (run) =>
      async (...args) => {
        code = await run(...args)
      }
    for (const declare of declares) declare({ program, io, parts, argv, does })
    try {
      await program.parseAsync(splitAssignments(argv), { from: 'user' })
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error
      return error.exitCode === 0 ? 0 : 2
    }
    return code
  },
})

/** `--name=value` as two arguments, so that a message about a mistyped name never repeats its value. */
const splitAssignments = (argv: readonly string[]): string[] =>
  argv.flatMap((argument) => {
    const [, name, value] = /^(--[\w-]+)=(.*)$/s.exec(argument) ?? []
    return name === undefined || value === undefined ? [argument] : [name, value]
  })
