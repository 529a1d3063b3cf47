import type { Declaration } from '../declaration.ts'
import { suiteOption } from '../suites/suite-option.ts'

interface ExplainFlags {
  readonly all?: boolean
  readonly suite?: readonly string[]
}

/** `conformance explain <id>`: one check, with the bytes that it sends. */
export function declareExplain({ command, io, catalog, asAction }: Declaration): void {
  command
    .argument('<id>', 'such as bearer/scheme-case-insensitive, or with [a vector]')
    .option('--all', 'every vector, also those of optional features')
    .addOption(suiteOption())
    .action(
      asAction(async (id: string, { all = false, suite }: ExplainFlags) => {
        const { explain } = await import('./command.ts')
        return explain({ id, all, io, catalog, ...(suite && { suites: suite }) })
      }),
    )
}
