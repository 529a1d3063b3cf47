import { nearest } from '../../config/nearest.ts'
import { ConformanceError } from '../../errors.ts'
import { demoPlan } from '../demo/plan.ts'
import type { Io } from '../io.ts'
import type { Parts } from '../main.ts'
import type { Flags } from '../test.ts'
import { planOf } from './plan.ts'
import { runPlan } from './run.ts'
import { gatherSettings } from './settings.ts'

export interface TestCommand {
  readonly operands: readonly string[]
  readonly flags: Flags
  readonly argv: readonly string[]
  readonly io: Io
  readonly parts: Parts
}

/** `conformance test`. Resolves to the exit code. */
export async function test({ operands, flags, argv, io, parts }: TestCommand): Promise<number> {
  refuseOperands(operands)
  const { settings, demo, system } = await gatherSettings({
    flags,
    io,
    systems: async () => (await parts.systems?.()) ?? [],
  })
  if (!demo) return runPlan(await planOf({ settings, argv, io, ...(system && { system }) }), io, parts)
  io.stderr.write('No target is named, so this is a demo: a small server with mistakes that people really make.\n')
  const code = await runPlan(demoPlan(settings, argv), io, parts)
  const own = 'npx auth-conformance --target http://127.0.0.1:8000/me --token-env API_TOKEN'
  io.stderr.write(`For your own server:  ${own}\n`)
  return code
}

function refuseOperands([first]: readonly string[]): void {
  if (first === undefined) return
  if (/^https?:/i.test(first)) {
    throw new ConformanceError('USAGE', 'A URL alone is not enough.', {
      next: 'Write --target before it, and name the credential, such as --token-env API_TOKEN.',
    })
  }
  const likely = nearest(first, ['test', 'idp', 'list', 'explain'])
  throw new ConformanceError('USAGE', `unknown command '${first}'`, {
    next: likely === undefined ? 'conformance --help lists the commands.' : `Did you mean ${likely}?`,
  })
}
