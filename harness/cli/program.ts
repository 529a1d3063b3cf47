import { Command, CommanderError } from 'commander'
import { version } from '../version.ts'
import type { CommandEntry, Declaration, Program } from './declaration.ts'

/** Runs one command line of a program and resolves to its exit code. */
export async function runProgram(
  { name, about, commands, declare, after = '' }: Program,
  argv: readonly string[],
  { io, catalog }: Pick<Declaration, 'io' | 'catalog'>,
): Promise<number> {
  let code = 0
  const operandsOf = new Map(commands.map((entry) => [entry.name, entry.operands ?? '']))
  const program = new Command(name)
    .description(about)
    .version(version)
    .exitOverride()
    .configureHelp({
      subcommandTerm: (command) => `${command.name()} ${operandsOf.get(command.name()) ?? ''}`.trimEnd(),
    })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHasColors: () => io.stdout.color,
      getErrHasColors: () => io.stderr.color,
    })
    .addHelpText('after', after)
  const asAction: Declaration['asAction'] =
    (run) =>
    async (...args) => {
      code = await run(...args)
    }
  const declaration = { io, catalog, argv, asAction }
  declare?.({ ...declaration, command: program })
  const used = commandsIn(argv, commands)
  for (const entry of commands) {
    const command = program
      .command(entry.name, entry.isDefault && { isDefault: true })
      .description(entry.about)
      .configureHelp({})
    if (used.includes(entry)) (await entry.load())({ ...declaration, command })
  }
  try {
    await program.parseAsync(splitAssignments(argv), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : 2
  }
  return code
}

/** The commands that a command line may be for: all that it names, and the default one unless the first word names one. */
function commandsIn([first = '', ...rest]: readonly string[], commands: readonly CommandEntry[]) {
  const isNamed = commands.some(({ name }) => name === first) || /^(--?h(elp)?|-V|--version|help)$/.test(first)
  return commands.filter(({ name, isDefault }) => (isDefault && !isNamed) || [first, ...rest].includes(name))
}

/** `--name=value` as two arguments, so that a message about a mistyped name never repeats its value. */
const splitAssignments = (argv: readonly string[]): string[] =>
  argv.flatMap((argument) => {
    const [, name, value] = /^(--[\w-]+)=(.*)$/s.exec(argument) ?? []
    return name === undefined || value === undefined ? [argument] : [name, value]
  })
