import type { Declaration } from '../declaration.ts'

/** `conformance replay <results.json>`: whether what was measured leads to the same verdicts once more. */
export function declareReplay({ command, io, asAction }: Declaration): void {
  command.argument('<file>', 'results.json of a run with --timing-raw').action(
    asAction(async (file: string) => {
      const { replay } = await import('./command.ts')
      return replay({ file, io })
    }),
  )
}
