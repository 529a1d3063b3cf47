import type { Declaration } from './program.ts'

/** `conformance replay <results.json>`: decides the timing verdicts of a run again, from its raw measurements. */
export function declareReplay({ program, io, does }: Declaration): void {
  program
    .command('replay')
    .description('decides the timing verdicts of a run again, from its raw measurements')
    .argument('<file>', 'results.json of a run with --timing-raw')
    .action(
      does(async (file: string) => {
        const { replay } = await import('./replay/command.ts')
        return replay({ file, io })
      }),
    )
}
