import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Challenge, formatChallenge, parseChallenges } from './challenge.ts'

const bearer = (...params: readonly [name: string, value: string, quoted?: boolean][]): Challenge => ({
  scheme: 'Bearer',
  params: params.map(([name, value, quoted = true]) => ({ name, value, quoted })),
})
const basic: Challenge = { scheme: 'Basic', params: [{ name: 'realm', value: 'b', quoted: true }] }

describe('parseChallenges', () => {
  it.each<[string, readonly Challenge[]]>([
    ['', []],
    [' , ,', []],
    ['Bearer', [bearer()]],
    ['Bearer ', [bearer()]],
    ['Bearer realm="a"', [bearer(['realm', 'a'])]],
    ['Bearer   realm="a"', [bearer(['realm', 'a'])]],
    ['Bearer realm = a\t,\terror="b c"', [bearer(['realm', 'a', false], ['error', 'b c'])]],
    ['Bearer realm="a \\"b\\" \\\\"', [bearer(['realm', 'a "b" \\'])]],
    ['Bearer realm="a, Basic b=c"', [bearer(['realm', 'a, Basic b=c'])]],
    ['Bearer realm="\xe9"', [bearer(['realm', '\xe9'])]],
    ['Bearer realm=""', [bearer(['realm', ''])]],
    ['Bearer , ,realm="a",,error=b,', [bearer(['realm', 'a'], ['error', 'b', false])]],
    ['Bearer, Basic realm="b"', [bearer(), basic]],
    ['Bearer realm="a", Basic realm="b"', [bearer(['realm', 'a']), basic]],
    ['Basic realm="b",Bearer', [basic, bearer()]],
    ['Negotiate abc/+-._~==', [{ scheme: 'Negotiate', token68: 'abc/+-._~==', params: [] }]],
    ['Negotiate a=, Bearer', [{ scheme: 'Negotiate', token68: 'a=', params: [] }, bearer()]],
    ['Negotiate a , Bearer', [{ scheme: 'Negotiate', token68: 'a', params: [] }, bearer()]],
    // By the grammar a token68, whatever its author meant.
    ['Bearer realm', [{ scheme: 'Bearer', token68: 'realm', params: [] }]],
    ['Bearer realm= ,', [{ scheme: 'Bearer', token68: 'realm=', params: [] }]],
  ])('understands %j', (value, challenges) => {
    expect(parseChallenges(value)).toEqual({ ok: true, challenges })
  })

  it.each<[string, number, RegExp]>([
    ['"Bearer"', 0, /expected a scheme/],
    ['realm="a"', 0, /belongs to no scheme/],
    ['Bearer, realm="a"', 8, /belongs to no scheme/],
    ['Negotiate abc, realm="a"', 15, /belongs to no scheme/],
    ['Bearer realm="a" error="b"', 16, /expected a comma/],
    ['Bearer realm="a"; error="b"', 16, /expected a comma/],
    ['Bearer realm="a', 13, /neither a token nor a quoted-string/],
    ["Bearer realm='a b'", 15, /expected a comma/],
    ['Bearer realm=a/b', 14, /expected a comma/],
    ['Bearer realm="a\0"', 13, /neither/],
    ['Bearer realm="Ā"', 13, /neither/],
    ['Bearer\trealm="a"', 6, /expected a comma/],
    ['Bearer foo bar', 7, /expected a token68 or a parameter/],
    ['Bearer: realm="a"', 6, /expected a comma/],
    ['Bearer realm="a", REALM=b', 18, /repeated/],
  ])('finds the problem in %j', (value, at, problem) => {
    expect(parseChallenges(value)).toEqual({ ok: false, at, problem: expect.stringMatching(problem) })
  })

  it('answers any text, without throwing', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('Bearer ', 'a', '=', '"', '\\', ',', ' ', '\t', 'realm="b"'))
    const property = fc.property(fc.array(piece), (pieces) => {
      const value = pieces.join('')
      const parsed = parseChallenges(value)
      if (!parsed.ok) expect(parsed.at).toBeLessThanOrEqual(value.length)
    })
    fc.assert(property, { numRuns: 1000 })
  })

  it('takes a long field in a moment', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `a${index}="${'\\"'.repeat(5)}"`).join(',')
    expect(parseChallenges(`Bearer ${many}`).ok).toBe(true)
    expect(parseChallenges(`Bearer a="${'b'.repeat(60_000)}"`).ok).toBe(true)
    expect(parseChallenges('a '.repeat(30_000)).ok).toBe(false)
    expect(parseChallenges(`${' '.repeat(60_000)}x\0`).ok).toBe(false)
  })
})

const token = fc.string({ unit: fc.constantFrom('a', 'B', '9', '-', '_', '!', '~', "'"), minLength: 1 })
const value = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '"', '\\', ',', '=', '\xff') })
const param = fc.oneof(
  fc.record({ name: token, value: token, quoted: fc.constant(false) }),
  fc.record({ name: token, value, quoted: fc.constant(true) }),
)
const params = fc.uniqueArray(param, { selector: ({ name }) => name.toLowerCase() })
const challenge = fc.oneof(
  fc.record({ scheme: token, params }),
  fc.record({ scheme: token, token68: fc.stringMatching(/^[a-z\d\-._~+/]+=*$/), params: fc.constant([]) }),
)

describe('formatChallenge', () => {
  it('is undone by parseChallenges', () => {
    const separator = fc.constantFrom(',', ', ', ' ,\t,')
    const property = fc.property(fc.array(challenge), separator, (challenges, between) => {
      const field = challenges.map(formatChallenge).join(between)
      expect(parseChallenges(field)).toEqual({ ok: true, challenges })
    })
    fc.assert(property, { numRuns: 500 })
  })
})
