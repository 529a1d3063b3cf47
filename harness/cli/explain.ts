import type { Declaration } from './program.ts'

/** `conformance explain <id>`: one check, with the bytes that it sends. */
export function declareExplain({ program, io, parts, does }: Declaration): void {
  program
    .command('explain')
    .description('explains a check, with the bytes that it sends')
    .argument('<id>', 'such as bearer/scheme-case-insensitive, or with [a vector]')
    .option('--all', 'every vector, where there are many')
    .action(
      does(async (id: string, { all = false }: { readonly all?: boolean }) => {
        const { explain } = await import('./explain/command.ts')
        return explain({ id, all, io, parts })
      }),
    )
}
