import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Lookup, MissingValue, referencesIn, resolve } from './references.ts'

const known: Readonly<Record<string, unknown>> = {
  'first.code': 'abcd',
  'a second use.status': 400,
  'first.gone': undefined,
}
const lookup: Lookup = (name) => (name in known ? { known: true, value: known[name] } : { known: false })

test('references are replaced however deep, and a text that is one keeps the type of its value', () => {
  const step = {
    with: { code: 'x{first.code}y', list: ['{a second use.status}'] },
    ms: '{a second use.status}',
    times: 2,
  }
  expect(resolve(step, lookup)).toEqual({ with: { code: 'xabcdy', list: [400] }, ms: 400, times: 2 })
})

test('filters apply from left to right', () => {
  expect(resolve('{first.code|first-half|uppercase}', lookup)).toBe('AB')
  expect(() => resolve('{first.code|nothing}', lookup)).toThrow('no filter is named "nothing"')
})

test('a value that did not come is an error, an unknown name is left as it stands', () => {
  expect(() => resolve('{first.gone}', lookup)).toThrow(MissingValue)
  expect(resolve('{canary} {"username":', lookup)).toBe('{canary} {"username":')
})

test('text without references stays as it is, and so does every value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(referencesIn(value).length === 0)
      expect(JSON.stringify(resolve(value, lookup))).toBe(JSON.stringify(value))
    }),
  )
})

test('a replaced value is not read as a reference again', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(resolve('{a.b}-{a.b|append:x}', () => ({ known: true, value: text }))).toBe(`${text}-${text}x`)
    }),
  )
})
