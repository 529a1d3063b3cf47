import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parametersOf } from './parameters.ts'

test.each([
  ['https://app.example/callback', []],
  [
    'https://app.example/callback?code=a&state=b',
    [
      ['code', 'a'],
      ['state', 'b'],
    ],
  ],
  [
    'https://app.example/callback#access_token=a&state=b',
    [
      ['access_token', 'a'],
      ['state', 'b'],
    ],
  ],
  [
    'https://app.example/callback?code=a#id_token=b',
    [
      ['code', 'a'],
      ['id_token', 'b'],
    ],
  ],
  [
    'https://app.example/callback?state=a?b/c&code=d',
    [
      ['state', 'a?b/c'],
      ['code', 'd'],
    ],
  ],
  ['https://app.example/callback#state=a?b', [['state', 'a?b']]],
  ['myapp:/callback?code=a+b%20c', [['code', 'a b c']]],
] as const)('parameters of %s', (address, expected) => {
  expect([...parametersOf(address)]).toEqual(expected)
})

test('any value comes back, whether question marks are encoded or not', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (state) => {
      const query = new URLSearchParams({ state, code: 'a' }).toString()
      for (const written of [query, query.replaceAll('%3F', '?').replaceAll('%2F', '/')]) {
        expect(parametersOf(`https://app.example/callback?${written}`).get('state')).toBe(state)
      }
    }),
  )
})
