import { firstComparedByte } from '../../forge/credential-parts.ts'
import type { ComparisonCheck, RunCheck } from '../../model/check.ts'
import type { Comparison } from '../../model/comparison.ts'
import type { RunContext } from '../../model/run-context.ts'
import { lastBytes } from './candidates.ts'
import { detectsSeededLeak, noLeak } from './expect.ts'
import { longestSecret, type MeasuredSecret } from './long-secret.ts'
import { timedGroups } from './timed-groups.ts'

/** Between the first wrong byte and the last ones; with fewer, both groups are wrong at about the same place. */
const leastBetween = 8

/** The program that shows the rule of a comparison. It confirms a difference by itself. */
export const comparisonProgram = (check: ComparisonCheck): RunCheck => ({
  ...check,
  because: 'The requests are drawn at random, and how many are sent depends on what was measured.',
  repeatsItself: true,
  run: (context) => (check.compare === 'seeded leak' ? calibrate(context) : compare(check.compare, context)),
})

async function calibrate(context: RunContext): Promise<void> {
  const calibration = await context.calibrate()
  const measurement = calibration.kind === 'measured' ? calibration.measurement : undefined
  context.expect('a seeded leak', calibration, [detectsSeededLeak()], [], measurement)
}

/** Measures both groups and judges the result; a target that cannot be measured is skipped. */
async function compare(comparison: Comparison, context: RunContext): Promise<void> {
  const secret = comparison.longSecret ? await longestSecret(context) : { token: context.token }
  if (isTooShort(comparison, secret.token)) {
    return context.skip('the secret is too short for a first byte and last ones to be far apart')
  }
  const { launched } = secret
  const groups = timedGroups(comparison, context, secret.token)
  const calibration = await context.calibrate()
  const measured = await context.compareDurations(groups, launched)
  if (measured.kind === 'unmeasurable') return context.skip(measured.reason)
  const vector = vectorName(comparison, secret)
  const { left, right } = groups.draw()
  const evidence = await Promise.all(
    [left[0], right[0]].flatMap((attempt) => (attempt ? [(launched ?? context).send(vector, attempt)] : [])),
  )
  // A network that is not ours may have caused the difference.
  const { started, onLoopback } = context.config
  const expectation = noLeak({ ...comparison, ...(!started && !onLoopback && { advisory: true }) })
  context.expect(vector, { measured, calibration }, [expectation], evidence, measured.measurement)
}

const isTooShort = ({ left }: Comparison, token: string): boolean =>
  'wrong' in left &&
  left.wrong.includes('first byte') &&
  token.length - lastBytes - firstComparedByte(token) < leastBetween

const vectorName = ({ name }: Comparison, { token, launched }: MeasuredSecret): string =>
  launched ? `a secret of ${token.length.toLocaleString('en')} bytes, which we chose` : name
