import { expect, test } from 'vitest'
import { describeSpan } from '../../config/duration.ts'
import { staticCredential } from '../../config/target-config.ts'
import { jwtWith } from '../../test/tokens.ts'
import { expiryOf, expiryWarning, lifetimeOf } from './token-expiry.ts'

test('reads exp and iat of a JWT, and nothing of an opaque token', () => {
  expect([expiryOf(jwtWith({ exp: 100 })), lifetimeOf(jwtWith({ exp: 100, iat: 40 }))]).toEqual([100_000, 60_000])
  for (const token of ['opaque', 'a.b.c', '', jwtWith({}), jwtWith({ exp: '100' })]) {
    expect([expiryOf(token), lifetimeOf(token)]).toEqual([undefined, undefined])
  }
})

test.each([
  [0, '1 s'],
  [200_000, '3 min 20 s'],
  [7_200_000, '2 h'],
  [7_201_000, '2 h'],
  [90_061_000, '1 d 1 h'],
])('%i ms are %s', (ms, text) => {
  expect(describeSpan(ms)).toBe(text)
})

const config = (exp: number, source = 'API_TOKEN') => ({ credential: staticCredential(jwtWith({ exp }), source) })
const now = 1_000_000

test('a token that does not last is told, with what to do', () => {
  expect(expiryWarning(config(1200), false, now)).toBe(
    "The token in API_TOKEN expires in 3 min 20 s, perhaps before the run ends. --token-cmd 'command' fetches the next one while the run goes on.",
  )
  expect(expiryWarning(config(400, 'TOKEN'), false, now)).toMatch(/^The token expired 10 min ago\. Use a fresh one/)
  expect(expiryWarning(config(400, 'TOKEN'), true, now)).toMatch(/^The token expired 10 min ago\. Let the command/)
})

test('a token that lasts, or is renewed, is not', () => {
  expect(expiryWarning(config(5000), false, now)).toBeUndefined()
  expect(expiryWarning(config(1200), true, now)).toBeUndefined()
  expect(expiryWarning({ credential: staticCredential('opaque', 'T') }, false, now)).toBeUndefined()
})
