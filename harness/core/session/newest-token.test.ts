import { expect, test } from 'vitest'
import { jwtWith } from '../../test/tokens.ts'
import { createNewestToken } from './newest-token.ts'

/** Tokens of so many seconds, on a clock that the test moves. */
function tokensOf(seconds: number, refreshBeforeMs: number) {
  let [ms, fetched, fails] = [0, 0, false]
  const made = () => jwtWith({ iat: ms / 1000, exp: ms / 1000 + seconds, count: fetched })
  const seen: string[] = []
  const newest = createNewestToken({
    first: made(),
    renewal: {
      refreshBeforeMs,
      async fetch() {
        fetched++
        if (fails) throw new Error('signed out')
        return made()
      },
    },
    onToken: (token) => seen.push(token),
    now: () => ms,
  })
  return {
    newest,
    seen,
    fetched: () => fetched,
    at: async (second: number) => {
      ms = second * 1000
      return newest.current()
    },
    fail: (value: boolean) => {
      fails = value
    },
  }
}

test('a token is replaced before it expires, once for all that ask', async () => {
  const { at, newest, seen, fetched } = tokensOf(300, 120_000)
  const first = await at(0)
  expect(await at(179)).toBe(first)
  const [second, same] = await Promise.all([at(180), newest.current()])
  expect([second === first, same === second, fetched(), seen]).toEqual([false, true, 1, [second]])
})

test('half of its lifetime is the most that counts', async () => {
  const { at, fetched } = tokensOf(60, 120_000)
  await at(29)
  expect(fetched()).toBe(0)
  await at(30)
  await at(61)
  expect(fetched()).toBe(2)
})

test('the last token stays where none can be fetched, and it is tried again', async () => {
  const { at, newest, fail, fetched } = tokensOf(300, 120_000)
  const first = await at(0)
  fail(true)
  expect([await at(200), newest.problem]).toEqual([first, 'signed out'])
  await at(205)
  expect(fetched()).toBe(1)
  fail(false)
  expect([(await at(211)) === first, newest.problem]).toEqual([false, undefined])
})

test('an opaque token is never replaced', async () => {
  const renewal = { refreshBeforeMs: 1, fetch: () => Promise.reject(new Error('asked')) }
  expect(await createNewestToken({ first: 'opaque', renewal, onToken() {} }).current()).toBe('opaque')
})
