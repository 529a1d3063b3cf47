import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secret, secretNames } from './secret.ts'

test('a secret is the name of a variable, never a value', () => {
  expect(secret.safeParse({ env: 'API_TOKEN' }).success).toBe(true)
  for (const wrong of ['hunter2', { env: 'hunter-2' }, { env: 'A', value: 'x' }, {}]) {
    expect(secret.safeParse(wrong).success).toBe(false)
  }
})

test('names are found at any depth, and nothing else is', () => {
  expect(secretNames({ login: { password: { env: 'PASSWORD' } }, more: [{ env: 'B' }, 'C'] })).toEqual([
    'PASSWORD',
    'B',
  ])
  fc.assert(
    fc.property(fc.jsonValue(), (value) => secretNames(value).every((name) => JSON.stringify(value).includes(name))),
  )
})
