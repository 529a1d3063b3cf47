import { nearest } from '../../config/nearest.ts'
import { ConformanceError, errorTable } from '../../errors.ts'
import { systemsOf } from '../all-suites.ts'
import { demoPlan } from '../demo/plan.ts'
import type { Io } from '../io.ts'
import type { Parts } from '../main.ts'
import type { Flags } from '../run.ts'
import { planOf } from './plan.ts'
import { withFilesOf } from './report-files.ts'
import { withoutFlag } from './rerun.ts'
import { runPlan } from './run.ts'
import { type Gathered, gatherSettings } from './settings.ts'

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
  const gathered = await gatherSettings({ flags, io, systems: () => systemsOf(parts) })
  if (!gathered.demo) return testEach(gathered.targets, { argv, io, parts })
  const { settings } = gathered
  io.stderr.write('No target is named, so this is a demo: a small server with mistakes that people really make.\n')
  const code = await runPlan(demoPlan(settings, argv), io, parts)
  const own = 'npx auth-conformance --target http://127.0.0.1:8000/me --token-env API_TOKEN'
  io.stderr.write(`For your own server:  ${own}\n`)
  return code
}

/** Tests one after the other; the worst outcome is that of the run. An interruption ends it. */
async function testEach(targets: readonly Gathered[], { argv, io, parts }: Omit<TestCommand, 'flags' | 'operands'>) {
  if (targets.length > 1 && targets.some(({ settings: { format = 'text' } }) => format !== 'text')) {
    const names = targets.map(({ name }) => name).join(', ')
    throw new ConformanceError('USAGE', '--format writes the results of one target, unless it is text.', {
      next: `Pick one of ${names}: --name NAME. Files are written for each target.`,
    })
  }
  let worst = 0
  for (const { name, settings, system } of targets) {
    if (name !== undefined) io.stderr.write(`${name}\n`)
    const own = name === undefined ? argv : [...withoutFlag(argv, '--name'), '--name', name]
    const plan = await planOf({
      settings: name === undefined ? settings : withFilesOf(settings, name),
      argv: own,
      io,
      ...(system && { system }),
    })
    const code = await runPlan(plan, io, parts)
    if (code === errorTable.INTERRUPTED.exit) return code
    worst = Math.max(worst, code)
  }
  return worst
}

function refuseOperands([first]: readonly string[]): void {
  if (first === undefined) return
  if (/^https?:/i.test(first)) {
    throw new ConformanceError('USAGE', 'A URL alone is not enough.', {
      next: 'Write --target before it, and name the credential, such as --token-env API_TOKEN.',
    })
  }
  const likely = nearest(first, ['test', 'init', 'idp', 'mint', 'list', 'explain', 'replay'])
  throw new ConformanceError('USAGE', `unknown command '${first}'`, {
    next: likely === undefined ? 'conformance --help lists the commands.' : `Did you mean ${likely}?`,
  })
}
