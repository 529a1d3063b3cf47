import type { Profile } from '../../model.ts'
import { createMask } from '../../wire/mask.ts'

/** The command line that runs the same again, without `--only`, which whoever repeats one check adds. */
export function rerunOf(argv: readonly string[], credential?: Profile['credential']): string {
  const kept = argv.filter((argument, index) => !/^--only(=|$)/s.test(argument) && argv[index - 1] !== '--only')
  const line = ['npx auth-conformance', ...kept.map(quoted)].join(' ')
  if (credential?.kind !== 'static' || !line.includes(credential.value)) return line
  return createMask([{ name: credential.source, value: credential.value }])(line)
}

const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`
