import { type LeakOptions, noLeak } from '../../harness/expect/index.ts'
import type { Comparison, RunContext } from '../../harness/model/run-context.ts'
import { isNear } from './allowed.ts'
import type { MeasuredSecret } from './long-secret.ts'

/** Measures, and judges what came of it; a target that cannot be measured is skipped. */
export async function compare(
  context: RunContext,
  vector: string,
  { launched }: Pick<MeasuredSecret, 'launched'>,
  contrast: () => Comparison,
  { advisory = false, ...options }: LeakOptions = {},
): Promise<void> {
  const calibration = await context.calibrate()
  const measured = await context.compareDurations(contrast, launched)
  if (measured.kind === 'unmeasurable') return context.skip(measured.reason)
  const { left, right } = contrast()
  const evidence = await Promise.all(
    [left[0], right[0]].flatMap((attempt) => (attempt ? [(launched ?? context).send(vector, attempt)] : [])),
  )
  const { target, started } = context.config
  // Over a network that is not ours, others may have a share in what was measured.
  const expectation = noLeak('takes as long for both kinds', {
    ...options,
    advisory: advisory || !isNear(target, started),
  })
  context.expect(vector, { measured, calibration }, [expectation], evidence, measured.measurement)
}
