import { expect, test } from 'vitest'
import { isDeclaredRejection } from './declared-rejection.ts'

const graphql = JSON.stringify({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
const pointer = '/errors/0/extensions/code'

test.each([
  [undefined, false],
  [{ body: 'UNAUTHENTICATED' }, true],
  [{ body: 'FORBIDDEN' }, false],
  [{ body: /unauthenticated/i }, true],
  [{ pointer, equals: 'UNAUTHENTICATED' }, true],
  [{ pointer, equals: 'FORBIDDEN' }, false],
  [{ pointer: '/errors/1', equals: 'UNAUTHENTICATED' }, false],
] as const)('%j', (rejection, expected) => {
  expect(isDeclaredRejection(rejection ? { rejection } : {}, graphql)).toBe(expected)
})

test('a pattern that remembers its position judges every body', () => {
  const rejection = { body: /UNAUTHENTICATED/g }
  expect([1, 2].map(() => isDeclaredRejection({ rejection }, graphql))).toEqual([true, true])
})

test('what is no JSON is at no pointer', () => {
  expect(isDeclaredRejection({ rejection: { pointer: '', equals: 'x' } }, 'x')).toBe(false)
})
