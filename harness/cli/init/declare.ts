import type { Declaration } from '../declaration.ts'

/** `conformance init`: five questions, and a configuration file. */
export function declareInit({ command, io, asAction }: Declaration): void {
  command.option('--force', 'replaces a file that is there').action(
    asAction(async ({ force = false }: { readonly force?: boolean }) => {
      const { init } = await import('./command.ts')
      return init(io, { force })
    }),
  )
}
