import type { Profile } from '../../model.ts'

/** The command line that runs the same again, without `--only`, which whoever repeats one check adds. */
export function rerunOf(argv: readonly string[], credential?: Profile['credential']): string {
  const kept = argv.filter((argument, index) => !/^--only(=|$)/s.test(argument) && argv[index - 1] !== '--only')
  const line = ['npx auth-conformance', ...kept.map(quoted)].join(' ')
  // Typed whole, if at all; a mask of its parts would spoil flags that share a word with it.
  return credential?.kind === 'static' && credential.value !== ''
    ? line.replaceAll(credential.value, `‹${credential.source}›`)
    : line
}

const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`
