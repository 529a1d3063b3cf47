import { nearest } from '../../config/nearest.ts'
import { ConformanceError, errorTable } from '../../errors.ts'
import type { Catalog } from '../catalog.ts'
import { systemsOf } from '../catalog.ts'
import type { Io } from '../io.ts'
import type { Flags } from './flags.ts'
import { withFilesOf } from './report-files.ts'
import { withoutFlag } from './rerun.ts'
import { runPlanOf } from './run-plan.ts'
import { runPlan } from './run-suites.ts'
import { type GatheredTarget, gatherSettings } from './settings.ts'

export interface TestCommand {
  readonly operands: readonly string[]
  /** Of the program, to suggest one for a mistyped operand. */
  readonly commandNames: readonly string[]
  readonly flags: Flags
  readonly argv: readonly string[]
  readonly io: Io
  readonly catalog: Catalog
}

/** `conformance test`. Resolves to the exit code. */
export async function test({ operands, commandNames, flags, argv, io, catalog }: TestCommand): Promise<number> {
  rejectOperands(operands, commandNames)
  const gathered = await gatherSettings({ flags, io, systems: () => systemsOf(catalog) })
  if (!gathered.demo) return testEach(gathered.targets, { argv, io, catalog })
  const { settings } = gathered
  const { demoPlan } = await import('../demo/run-plan.ts')
  io.stderr.write('No target is named, so this is a demo: a small server with mistakes that people really make.\n')
  const code = await runPlan(demoPlan(settings, argv), io, catalog)
  const own = 'npx auth-conformance --target http://127.0.0.1:8000/me --token-env API_TOKEN'
  io.stderr.write(`For your own server:  ${own}\n`)
  return code
}

/** Tests one after the other; the worst outcome is that of the run. An interruption ends it. */
async function testEach(
  targets: readonly GatheredTarget[],
  { argv, io, catalog }: Pick<TestCommand, 'argv' | 'io' | 'catalog'>,
) {
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
    const plan = await runPlanOf({
      settings: name === undefined ? settings : withFilesOf(settings, name),
      argv: own,
      io,
      ...(system && { system }),
    })
    const code = await runPlan(plan, io, catalog)
    if (code === errorTable.INTERRUPTED.exit) return code
    worst = Math.max(worst, code)
  }
  return worst
}

function rejectOperands([first]: readonly string[], commandNames: readonly string[]): void {
  if (first === undefined) return
  if (/^https?:/i.test(first)) {
    throw new ConformanceError('USAGE', 'A URL alone is not enough.', {
      next: 'Write --target before it, and name the credential, such as --token-env API_TOKEN.',
    })
  }
  const likely = nearest(first, commandNames)
  throw new ConformanceError('USAGE', `unknown command '${first}'`, {
    next: likely === undefined ? 'conformance --help lists the commands.' : `Did you mean ${likely}?`,
  })
}
