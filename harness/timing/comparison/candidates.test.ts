import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unknownTokenLike } from '../../core/credential.ts'
import type { WrongPart } from '../../model/comparison.ts'
import { withWrongParts } from './candidates.ts'

const credential = fc.stringMatching(/^[A-Za-z0-9]{30,60}$/)

const differing = (one: string, other: string): readonly number[] =>
  [...one].flatMap((character, at) => (character === other[at] ? [] : [at]))

const wrongIn = (token: string, ...parts: readonly WrongPart[]) =>
  differing(withWrongParts(unknownTokenLike, token, parts), token)

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)

it('only the last bytes are wrong', () => {
  fc.assert(
    fc.property(credential, (token) => {
      expect(wrongIn(token, 'last bytes')).toEqual(range(token.length - 4, token.length))
    }),
  )
})

it('the first byte of the secret is wrong as well, after a public prefix', () => {
  fc.assert(
    fc.property(credential, fc.constantFrom('', 'ghp_', 'sk_live_', 'sk_live_-', 'key.'), (secret, prefix) => {
      const token = prefix + secret
      const expected = [prefix.length, ...range(token.length - 4, token.length)]
      expect(wrongIn(token, 'first byte', 'last bytes')).toEqual(expected)
    }),
  )
})

it('of a signed token the first byte is that of its signature', () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg: 'HS256' })}.${part({ sub: 'a' })}.`
  expect(wrongIn(`${input}c2lnbmF0dXJlc2ln`, 'first byte')).toEqual([input.length])
})

it('a key identifier is wrong at its end, and the secret as a whole', () => {
  fc.assert(
    fc.property(credential, (secret) => {
      const token = `client12:${secret}`
      expect(wrongIn(token, 'secret')).toEqual(range(9, token.length))
      expect(wrongIn(token, 'key identifier', 'secret')).toEqual([...range(4, 8), ...range(9, token.length)])
    }),
  )
})
