import { expect, it } from 'vitest'
import { algorithmOf, behindKeyId, firstComparedByte, isHmacJws, secretStart } from './credential-parts.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jws = (alg: unknown) => `${part({ alg })}.${part({ sub: 'a' })}.c2lnbmF0dXJl`

it.each([
  ['0123456789abcdef0123456789abcdef', 0],
  ['sk_live_0123456789abcdef', 8],
  ['ghp_0123456789abcdefghij', 4],
  ['xoxb-0123456789abcdefghij', 5],
  ['key1_0123456789abcdef', 5],
  // The rest would be too short.
  ['sk_live_0123456789', 0],
  // A prefix has two words at most.
  ['conformance-key-of-thirty-characters', 0],
  ['id-17.0123456789abcdef', 6],
  ['user:0123456789abcdef', 5],
])('the secret of %s begins at %i', (credential, start) => {
  expect(secretStart(credential)).toBe(start)
  expect(firstComparedByte(credential)).toBe(start)
})

it.each([
  ['key-1.secret', 6],
  ['key:secret', 4],
  ['secret', 0],
  ['.secret', 1],
])('the identifier of %s ends before %i', (credential, at) => {
  expect(behindKeyId(credential)).toBe(at)
})

it.each([
  [jws('HS256'), 'HS256', true],
  [jws('HS512'), 'HS512', true],
  [jws('RS256'), 'RS256', false],
  [jws(7), undefined, false],
  ['a.b.c', undefined, false],
  ['not a token', undefined, false],
  [`${jws('HS256')}.more`, undefined, false],
])('%s names the algorithm %s', (token, algorithm, hmac) => {
  expect(algorithmOf(token)).toBe(algorithm)
  expect(isHmacJws(token)).toBe(hmac)
})

it('the first byte that is compared of a signed token is that of its signature', () => {
  const token = jws('HS256')
  expect(token.slice(firstComparedByte(token))).toBe('c2lnbmF0dXJl')
})
