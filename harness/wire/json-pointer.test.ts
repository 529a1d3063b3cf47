import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atPointer, isPointer } from './json-pointer.ts'

// The examples of RFC 6901 §5.
const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, 'm~n': 8 }

test.each([
  ['', document],
  ['/foo', ['bar', 'baz']],
  ['/foo/0', 'bar'],
  ['/', 0],
  ['/a~1b', 1],
  ['/c%d', 2],
  ['/m~0n', 8],
  ['/foo/2', undefined],
  ['/foo/length/0', undefined],
  ['/toString', undefined],
  ['foo', undefined],
])('%j', (pointer, value) => {
  expect(atPointer(document, pointer)).toEqual(value)
})

test('finds what is at any name', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (outer, inner) => {
      const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')
      const pointer = `/${escaped(outer)}/${escaped(inner)}`
      const built = Object.fromEntries([[outer, Object.fromEntries([[inner, 'found']])]])
      return isPointer(pointer) && atPointer(built, pointer) === 'found'
    }),
  )
})

test('knows what is none', () => {
  expect(['', '/a', '/~0'].map(isPointer)).toEqual([true, true, true])
  expect(['a', '/~2', '/a~'].map(isPointer)).toEqual([false, false, false])
})
