import { isFeature } from '../../features/index.ts'
import type { FlowCheck } from '../../model/check.ts'
import type { Condition, Step } from '../../model/flow.ts'
import { filterNames } from '../../template/filters/index.ts'
import { rootNames } from './known.ts'
import { filterNamesIn, referencesIn } from './references.ts'

/** Names in the flows of a check that nothing has, such as a misspelled step; a player would leave such steps out. */
export function flowProblems({ before = [], flows }: FlowCheck): readonly string[] {
  const first = before.flatMap((step, index) => stepProblems(step, before.slice(0, index)))
  const others = Object.entries(flows).flatMap(([flow, steps]) =>
    steps.flatMap((step, index) =>
      stepProblems(step, [...before, ...steps.slice(0, index)]).map((problem) => `${flow}: ${problem}`),
    ),
  )
  return [...first, ...others]
}

function stepProblems(step: Step, earlier: readonly Step[]): readonly string[] {
  const steps = earlier.flatMap((one) => ('as' in one && one.as !== undefined ? [one.as] : []))
  const {
    expect: _,
    if: condition = {},
    evidence = [],
    ...data
  } = step as Step & {
    readonly expect?: unknown
    readonly if?: Condition
    readonly evidence?: readonly string[]
  }
  const references = referencesIn(data)
  const { given = [], missing = [], equal = {}, includes = {}, atMost = {} } = condition
  const named = [
    // A name without a field may be a placeholder of the request, such as `{method}`.
    ...references.map(({ name }) => name).filter((name) => name.includes('.')),
    ...[given, missing].flat(),
    ...[equal, includes, atMost].flatMap((named) => Object.keys(named)),
    ...('forEach' in step && step.forEach !== undefined ? [step.forEach] : []),
  ]
  const played = [
    ...evidence,
    ...('made' in step ? (step.made ?? []) : []),
    ...('code' in step ? [step.code] : []),
    ...('session' in step ? [step.session] : []),
  ]
  return [
    ...named.map(rootOf).filter((root) => !steps.includes(root) && !rootNames.has(root) && !isFeature(root)),
    ...played.filter((name) => !steps.includes(name)),
    ...references.flatMap(filterNamesIn).filter((name) => !filterNames.includes(name)),
  ]
}

const rootOf = (name: string): string => name.split('.')[0] ?? ''
