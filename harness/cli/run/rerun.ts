import type { Secret } from '../../wire/masking/mask.ts'

/** The command line that repeats the run, without `--only`: reports add it to repeat one check. */
export function rerunOf(argv: readonly string[], secrets: readonly Secret[] = []): string {
  const line = ['npx auth-conformance', ...withoutFlag(argv, '--only').map(quoted)].join(' ')
  // Typed whole, if at all; a mask of its catalog would spoil flags that share a word with it.
  return secrets
    .filter(({ value }) => value !== '')
    .toSorted((one, other) => other.value.length - one.value.length)
    .reduce((masked, { name, value }) => masked.replaceAll(value, `‹${name}›`), line)
}

/** Without a flag and the value behind it, however often it is given. */
export const withoutFlag = (argv: readonly string[], flag: string): readonly string[] =>
  argv.filter((argument, index) => argument !== flag && argv[index - 1] !== flag && !argument.startsWith(`${flag}=`))

const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`
