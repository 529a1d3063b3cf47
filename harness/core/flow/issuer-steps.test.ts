import { describe, expect, test } from 'vitest'
import { createIdp } from '../../../mock-idp/index.ts'
import { rule } from '../../expect/rule.ts'
import type { Expectation } from '../../model/expectation.ts'
import type { Fetches, WaitInFlow } from '../../model/steps/issuer.ts'
import { kidsIn, playAtIssuer } from '../../test/play-at-issuer.ts'

const reached: Expectation<WaitInFlow> = rule('must reach it', (wait) => (wait.reached ? undefined : 'no'))
const once: Expectation<Fetches> = rule('must ask once', ({ requests }) =>
  requests.length === 1 ? undefined : String(requests.length),
)

describe('keys of the issuer', () => {
  test('are published until their flow is over', async () => {
    const { idp, kids, sets } = await playAtIssuer({
      one: [
        { do: 'publish', as: 'new' },
        { do: 'send-tokens', key: '{new}' },
      ],
      two: [{ do: 'send-tokens' }],
    })
    expect(kidsIn(sets[0])).toContain(kids[0])
    expect(kidsIn(sets[1])).not.toContain(kids[0])
    expect((await idp.jwks()).keys.map(({ kid }) => kid)).toContain(kids[1])
  })

  test('stand between the keys that are published before and after them', async () => {
    const { kids, sets, fetchSet, usual } = await playAtIssuer({
      one: [
        { do: 'make-key', as: 'ours', kid: 'last' },
        { do: 'publish-set', as: 'set', before: [{ kid: 'first' }], after: ['{ours.jwk}'] },
        { do: 'send-tokens', key: '{ours}' },
        { do: 'clear', fault: '{set.id}' },
        { do: 'publish-set', reversed: true },
        { do: 'send-tokens' },
      ],
    })
    const [first, second] = sets.map(kidsIn)
    expect(first?.at(0)).toBe('first')
    expect(first?.at(-1)).toBe('last')
    expect(kids).toEqual(['last', usual])
    expect(second).toEqual(first?.slice(1, -1).toReversed())
    expect(kidsIn(await fetchSet())).toEqual(second?.toReversed())
  })

  test('are of another type, or another pair, where that is asked for', async () => {
    const { sets } = await playAtIssuer({
      one: [
        { do: 'make-key', as: 'a' },
        { do: 'make-key', as: 'b', kid: '{a.kid}' },
        { do: 'make-key', as: 'c', pair: 'new' },
        { do: 'make-key', as: 'd', alg: 'another' },
        { do: 'publish-set', after: ['{a.jwk}', '{b.jwk}', '{c.jwk}', '{d.jwk}'] },
        { do: 'send-tokens' },
      ],
    })
    const [a, b, c, d] = JSON.parse(sets[0] ?? '').keys.slice(-4)
    expect(b).toEqual(a)
    expect(c.x).not.toBe(a.x)
    expect([a.kty, d.kty]).toEqual(['EC', 'RSA'])
  })
})

describe('faults', () => {
  test('are cleared when their flow is over, though a step failed', async () => {
    const idp = createIdp({ issuer: 'https://idp.example', keys: ['ES256'] })
    const flow = [
      { do: 'fault', fault: { kind: 'status', status: 500 } },
      { do: 'withdraw', kid: 'unknown' },
    ] as const
    await expect(playAtIssuer({ flow }, undefined, idp)).rejects.toThrow()
    expect(await idp.faults.list()).toEqual([])
    const { sets } = await playAtIssuer({
      one: [{ do: 'fault', fault: { kind: 'status', status: 500, body: 'down' } }, { do: 'send-tokens' }],
      two: [{ do: 'send-tokens' }],
    })
    expect(sets[0]).toBe('down')
    expect(kidsIn(sets[1])).not.toEqual([])
  })

  test('may hold the text of the valid set', async () => {
    const { sets } = await playAtIssuer({
      one: [
        { do: 'read-set', as: 'valid' },
        { do: 'fault', fault: { kind: 'content-type', body: '{"keys":[],"keys":{valid.keys}}' } },
        { do: 'send-tokens' },
        { do: 'fault', fault: { kind: 'content-type', body: 'x{valid.text}' } },
      ],
    })
    expect(sets[0]).toMatch(/^\{"keys":\[\],"keys":\[\{/)
    expect(kidsIn(sets[0])).not.toEqual([])
  })
})

describe('tokens', () => {
  test('are sent in rounds, by each key in turn', async () => {
    const { kids, usual } = await playAtIssuer({
      one: [
        { do: 'make-key', as: 'ours', kid: 'ours' },
        { do: 'send-tokens', keys: ['usual', '{ours}'], rounds: 2 },
        { do: 'send-tokens', parallel: 3 },
      ],
    })
    expect(kids).toEqual([usual, 'ours', usual, 'ours', usual, usual, usual])
  })

  test('name one unknown kid, or another one each', async () => {
    const { kids } = await playAtIssuer({
      one: [
        { do: 'send-tokens', unknownKid: 'same', parallel: 3 },
        { do: 'send-tokens', unknownKid: 'each', parallel: 3 },
      ],
    })
    expect(new Set(kids.slice(0, 3)).size).toBe(1)
    expect(new Set(kids).size).toBe(4)
  })

  test('are sent until one is answered as wanted, or the time is over', async () => {
    const { judged, sent } = await playAtIssuer(
      {
        one: [{ do: 'send-until', until: 'accepted', expect: [reached] }],
        two: [{ do: 'send-until', as: 'gone', until: 'rejected', within: 5, plus: 5, atMost: 7, expect: [reached] }],
        three: [{ do: 'send-tokens', if: { given: 'gone.reached' } }],
      },
      (_, count) => count > 2,
    )
    expect(judged).toEqual([
      ['one', 'met'],
      ['gone', 'broken'],
    ])
    expect(sent.length).toBeGreaterThan(3)
  })

  test('are sent until the issuer is asked, with other requests meanwhile', async () => {
    const { judged, sent } = await playAtIssuer({
      one: [
        { do: 'watch-fetches', as: 'start' },
        { do: 'send-until', as: 'asking', until: 'asked', expect: [reached] },
        { do: 'fetches', as: 'all', since: '{start}', expect: [once] },
        { do: 'fetches', as: 'keys', since: '{start}', only: 'keys', expect: [once] },
        { do: 'fetches', as: 'metadata', since: '{start}', only: 'metadata', expect: [once] },
        { do: 'send-until', as: 'meanwhile', until: 'asked', meanwhile: { path: '/health' } },
      ],
    })
    expect(judged).toEqual([
      ['asking', 'met'],
      ['all', 'met'],
      ['keys', 'met'],
      ['metadata', 'broken'],
    ])
    expect(sent.filter(({ path }) => path === '/health')).toHaveLength(3)
  })
})
