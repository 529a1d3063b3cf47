import fc from 'fast-check'
import { expect, test } from 'vitest'
import { capturedInHead, capturedMembers, maskedPart } from './captured.ts'

test('texts are found by the names of their members, nested ones by a dot', () => {
  const body = JSON.stringify({ access: 'a', data: { refresh: 'r', count: 1 }, empty: '' })
  expect(capturedMembers(body, ['access', 'data.refresh', 'data.count', 'data', 'empty', 'missing.too'])).toEqual({
    access: 'a',
    'data.refresh': 'r',
  })
})

test.each(['', 'not JSON', 'null', '[]', '"access"'])('nothing is issued by %j', (body) => {
  expect(capturedMembers(body, ['access', 'length', '__proto__', 'constructor.name'])).toEqual({})
})

test('a head issues a code, decoded, and cookies that are more than a flag', () => {
  const head = [
    ['Location', 'https://app.example/cb?state=a&code=x%2By&iss=b'],
    ['Set-Cookie', 'session=0123456789; Path=/; HttpOnly'],
    ['set-cookie', 'seen=1'],
    ['Content-Type', 'text/html; code=abc'],
  ] as const
  expect(capturedInHead(head)).toEqual({ code: 'x+y', 'cookie session': '0123456789' })
  expect(capturedInHead([['location', 'com.example:/cb#code=abc']])).toEqual({ code: 'abc' })
  expect(capturedInHead([['location', '/code=abc']])).toEqual({})
})

test('of a JWT the signature is secret, of anything else all of it', () => {
  expect(maskedPart(`eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.${'s'.repeat(86)}`)).toBe('s'.repeat(86))
  for (const other of ['opaque', 'a.b.c', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.']) expect(maskedPart(other)).toBe(other)
})

test('whatever the answer, only texts that it holds come out', () => {
  const property = fc.property(fc.jsonValue(), fc.array(fc.string()), (value, names) => {
    const body = JSON.stringify(value)
    for (const found of Object.values(capturedMembers(body, names))) expect(body).toContain(JSON.stringify(found))
  })
  fc.assert(property)
})
