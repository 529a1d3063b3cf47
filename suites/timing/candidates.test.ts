import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unknownTokenLike } from '../../harness/core/credential.ts'
import { wrongAtLast, wrongAtTheEnd, wrongFromFirst } from './candidates.ts'

const credential = fc.stringMatching(/^[A-Za-z0-9_-]{20,60}$/).filter((text) => /[a-z0-9]{4}$/i.test(text))

const differing = (one: string, other: string): readonly number[] =>
  [...one].flatMap((character, at) => (character === other[at] ? [] : [at]))

it('only the last bytes are wrong', () => {
  fc.assert(
    fc.property(credential, (token) => {
      const wrong = wrongAtLast(unknownTokenLike, token)
      expect(wrong).toHaveLength(token.length)
      expect(differing(wrong, token)).toEqual([1, 2, 3, 4].map((back) => token.length - 5 + back))
    }),
  )
})

it('or the first letter or digit of the secret is wrong as well', () => {
  fc.assert(
    fc.property(credential, fc.integer({ min: 0, max: 8 }), (token, start) => {
      const [first = -1, ...others] = differing(wrongFromFirst(unknownTokenLike, token, start), token)
      expect(first).toBe(start + token.slice(start).search(/[a-z0-9]/i))
      expect(others).toHaveLength(wrongAtTheEnd)
    }),
  )
})
