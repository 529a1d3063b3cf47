import fc from 'fast-check'
import { expect, test } from 'vitest'
import { issuedMembers, secretPart } from './issued.ts'

test('texts are found by the names of their members, nested ones by a dot', () => {
  const body = JSON.stringify({ access: 'a', data: { refresh: 'r', count: 1 }, empty: '' })
  expect(issuedMembers(body, ['access', 'data.refresh', 'data.count', 'data', 'empty', 'missing.too'])).toEqual({
    access: 'a',
    'data.refresh': 'r',
  })
})

test.each(['', 'not JSON', 'null', '[]', '"access"'])('nothing is issued by %j', (body) => {
  expect(issuedMembers(body, ['access', 'length', '__proto__', 'constructor.name'])).toEqual({})
})

test('of a JWT the signature is secret, of anything else all of it', () => {
  expect(secretPart(`eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.${'s'.repeat(86)}`)).toBe('s'.repeat(86))
  for (const other of ['opaque', 'a.b.c', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.']) expect(secretPart(other)).toBe(other)
})

test('whatever the answer, only texts that it holds come out', () => {
  const property = fc.property(fc.jsonValue(), fc.array(fc.string()), (value, names) => {
    const body = JSON.stringify(value)
    for (const found of Object.values(issuedMembers(body, names))) expect(body).toContain(JSON.stringify(found))
  })
  fc.assert(property)
})
