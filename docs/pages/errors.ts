import { errorTable } from '../../harness/errors.ts'
import { code, page, plain, table } from './markdown.ts'

const verdicts: Readonly<Record<number, string>> = {
  0: 'Every check passed.',
  1: 'At least one check failed.',
}

/** All errors that end a command, and all exit codes. */
export function errorsPage(): string {
  const errors = Object.entries(errorTable)
  const codes = new Map<number, readonly string[]>(
    Object.entries(verdicts).map(([exit, text]) => [Number(exit), [text]]),
  )
  for (const [name, { exit }] of errors) codes.set(exit, [...(codes.get(exit) ?? []), code(name)])
  const exits = [...codes].sort(([a], [b]) => a - b).map(([exit, texts]) => [String(exit), texts.join(', ')])
  return page('harness/errors.ts', 'Errors and exit codes', [
    'Every error says what happened and what to do next. None holds a secret.',
    table(
      ['code', 'exit code', 'what happened'],
      errors.map(([name, { exit, about }]) => [code(name), String(exit), plain(about)]),
    ),
    '## Exit codes',
    table(['exit code', 'after'], exits),
  ])
}
