import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const known = ['target', 'tokenEnv', 'tokenFile', 'timeout', 'bearer', 'bearer/no-scheme']

test.each([
  ['targt', 'target'],
  ['token', 'tokenEnv'],
  ['timeOut', 'timeout'],
  ['baerer', 'bearer'],
  ['bearer/no-schem', 'bearer/no-scheme'],
  ['zzz', undefined],
  ['', undefined],
])('%s is likely meant to be %s', (typed, meant) => {
  expect(nearest(typed, known)).toBe(meant)
})
