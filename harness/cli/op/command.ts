import { ConformanceError } from '../../errors.ts'
import type { Declaration } from '../declaration.ts'
import { runPlanOf } from '../run/run-plan.ts'
import { runPlan } from '../run/run-suites.ts'
import { bringUpIssuer } from './bring-up.ts'
import type { IssuerFlags } from './flags.ts'
import { issuerSettings } from './settings.ts'

interface IssuerCommand extends Pick<Declaration, 'argv' | 'io' | 'catalog'> {
  readonly flags: IssuerFlags
  readonly operands: readonly string[]
}

/** `conformance op`. Resolves to the exit code. */
export async function testIssuer({ flags, operands, argv, io, catalog }: IssuerCommand): Promise<number> {
  if (operands.length > 0) {
    throw new ConformanceError('USAGE', 'op takes flags only.', {
      next: 'Write --issuer before the URL of the issuer.',
    })
  }
  const settings = await issuerSettings(flags, io)
  const plan = await runPlanOf({ settings, argv, io })
  const { timeout: timeoutMs } = settings
  return runPlan(
    { ...plan, bringUp: bringUpIssuer(plan.bringUp, timeoutMs === undefined ? {} : { timeoutMs }) },
    io,
    catalog,
  )
}
