import { describeFlow } from '../../core/flow/describe.ts'
import { ConformanceError } from '../../errors.ts'
import type { FlowCheck } from '../../model/check.ts'
import type { ExplainOptions } from './options.ts'

/** So many flows are shown unless all are asked for. */
const usualFlows = 12

/** The steps of each flow, in their order. */
export function flowLines(
  { id, before = [], flows }: FlowCheck,
  { all, only }: ExplainOptions,
  bold: (text: string) => string,
): readonly string[] {
  const chosen = Object.entries(flows).filter(
    ([name, steps]) => only === undefined || name === only || steps.some((step) => 'as' in step && step.as === only),
  )
  if (chosen.length === 0) {
    throw new ConformanceError('USAGE', `${id} has no flow ${JSON.stringify(only)}.`, {
      next: `It has ${Object.keys(flows).join(' · ')}.`,
    })
  }
  const some = all ? chosen : chosen.slice(0, usualFlows)
  const left = chosen.slice(some.length).map(([name]) => name)
  return [
    '',
    bold('Steps'),
    ...(before.length === 0 ? [] : ['  before all flows', ...describeFlow(before).map((line) => `    ${line}`)]),
    ...some.flatMap(([name, steps]) => [`  [${name}]`, ...describeFlow(steps).map((line) => `    ${line}`)]),
    ...(left.length === 0 ? [] : [`  … and ${left.length} more (--all shows them): ${left.join(' · ')}`]),
  ]
}
