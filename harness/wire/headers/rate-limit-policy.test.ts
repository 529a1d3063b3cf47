import { expect, test } from 'vitest'
import { readPolicy } from './rate-limit-policy.ts'

test.each([
  ['"default";q=20;w=60', { requests: 20, windowMs: 60_000 }],
  ['20;w=60', { requests: 20, windowMs: 60_000 }],
  ['"burst";q=10;w=1, "day";q=1000;w=86400', { requests: 1000, windowMs: 86_400_000 }],
  ['"bytes";q=20', undefined],
  ['"none";q=0;w=60', undefined],
  ['20;;w', undefined],
])('%s', (value, policy) => {
  expect(readPolicy([['RateLimit-Policy', value]])).toEqual(policy)
})

test('there is none without the field', () => {
  expect(readPolicy([['RateLimit', '"default";r=0;t=5']])).toBeUndefined()
})
