import type { Declaration } from './program.ts'

/** `conformance replay <results.json>`: whether what was measured leads to the same verdicts once more. */
export function declareReplay({ program, io, does }: Declaration): void {
  program
    .command('replay')
    .description('decides the timing verdicts of a run once more, from what it measured')
    .argument('<file>', 'results.json of a run with --timing-raw')
    .action(
      does(async (file: string) => {
        const { replay } = await import('./replay/command.ts')
        return replay({ file, io })
      }),
    )
}
