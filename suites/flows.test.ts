import { expect, test } from 'vitest'
import { flowProblems } from '../harness/core/flow/problems.ts'
import type { Step } from '../harness/model/flow.ts'
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

test.each(checks)('$id: no two judgements have one name', ({ before = [], flows }) => {
  const named = [['', before] as const, ...Object.entries(flows)].flatMap(([flow, steps]) =>
    steps.flatMap((step) => {
      const judged = 'expect' in step && step.expect !== undefined && !('required' in step && step.required)
      return judged ? [`${step.as ?? flow}`] : []
    }),
  )
  const twice = named.filter((name, index) => named.indexOf(name) !== index)
  expect(twice.filter((name) => name !== 'the grant type password')).toEqual([])
})
