import type { Declaration } from '../declaration.ts'

/** `conformance explain <id>`: one check, with the bytes that it sends. */
export function declareExplain({ command, io, catalog, asAction }: Declaration): void {
  command
    .argument('<id>', 'such as bearer/scheme-case-insensitive, or with [a vector]')
    .option('--all', 'every vector, also those of optional features')
    .action(
      asAction(async (id: string, { all = false }: { readonly all?: boolean }) => {
        const { explain } = await import('./command.ts')
        return explain({ id, all, io, catalog })
      }),
    )
}
