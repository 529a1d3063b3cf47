import type { Declaration } from './program.ts'

/** `conformance init`: five questions, and a configuration file. */
export function declareInit({ program, io, does }: Declaration): void {
  program
    .command('init')
    .description('asks five questions and writes conformance.config.ts')
    .option('--force', 'replaces a file that is there')
    .action(
      does(async ({ force = false }: { readonly force?: boolean }) => {
        const { init } = await import('./init/command.ts')
        return init(io, { force })
      }),
    )
}
