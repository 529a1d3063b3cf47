import { expect, test } from 'vitest'
import type { Step } from '../../model/flow.ts'
import { describeFlow } from './describe.ts'

const describeStep = (step: Step) => describeFlow([step])[0]?.slice('1. '.length)

test('a step is one line, in which blank values can be seen', () => {
  expect(describeStep({ do: 'launch', as: 'start', variable: 'NAME', value: 'a b' })).toBe(
    'launch "start": variable NAME, value a b',
  )
  for (const value of ['', ' ', 'x\n']) {
    expect(describeStep({ do: 'launch', variable: 'NAME', value })).toBe(
      `launch: variable NAME, value ${JSON.stringify(value)}`,
    )
  }
  expect(describeStep({ do: 'stop', if: { atMost: { 'launch.minimum': 8 } } })).toBe(
    'stop if {launch.minimum} is at most 8',
  )
})
