import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { flowProblems } from '../harness/core/flow/problems.ts'
import type { Condition, Step } from '../harness/model/flow.ts'
import { suites } from './index.ts'

const checks = suites.flatMap((suite) => suite.checks).filter((check) => 'flows' in check)

const withoutExpectations = (steps: readonly Step[]) =>
  steps.map((step) => Object.fromEntries(Object.entries(step).filter(([name]) => name !== 'expect')))

test.each(checks)('$id: what it plays is data, and every name in it is known', (check) => {
  const { before = [], flows } = check
  for (const steps of [before, ...Object.values(flows)]) {
    const data = withoutExpectations(steps)
    expect(JSON.parse(JSON.stringify(data))).toEqual(data)
  }
  expect(flowProblems(check)).toEqual([])
})

/** Whether two steps are never both played: their conditions exclude each other, or the first one's flow has stopped. */
function exclude(one: Condition, other: Condition): boolean {
  const lacks = (condition: Condition) => [condition.missing ?? []].flat()
  const has = ({ given = [], equal = {} }: Condition) => [given, Object.keys(equal)].flat()
  const { equal = {} } = one
  return (
    has(one).some((name) => lacks(other).includes(name)) ||
    has(other).some((name) => lacks(one).includes(name)) ||
    Object.entries(other.equal ?? {}).some(([name, value]) => Object.hasOwn(equal, name) && equal[name] !== value)
  )
}

const conditionOf = (step: Step): Condition => ('if' in step ? (step.if ?? {}) : {})

/** The conditions of which none holds when a step is played, because the flow has stopped then. */
const stopsBefore = (steps: readonly Step[], step: Step) =>
  steps.slice(0, steps.indexOf(step)).flatMap((earlier) => (earlier.do === 'stop' ? [earlier.if] : []))

test.each(checks)('$id: no two judgements have one name', ({ before = [], flows }) => {
  const judged = [['', before] as const, ...Object.entries(flows)].flatMap(([flow, steps]) =>
    steps.flatMap((step) =>
      'expect' in step && step.expect !== undefined && !('required' in step && step.required)
        ? [{ name: step.as ?? flow, condition: conditionOf(step), stops: stopsBefore(steps, step) }]
        : [],
    ),
  )
  const twice = judged.filter(({ name, condition, stops }, index) =>
    judged
      .slice(0, index)
      .some(
        (earlier) =>
          earlier.name === name &&
          !exclude(earlier.condition, condition) &&
          !stops.some((stop) => isDeepStrictEqual(stop, earlier.condition)),
      ),
  )
  expect(twice.map(({ name }) => name)).toEqual([])
})
