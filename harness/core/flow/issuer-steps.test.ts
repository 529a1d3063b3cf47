import { createHmac, createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createIdp } from '../../../mock-idp/index.ts'
import { completeTargetConfig, jwtCredential } from '../../config/target-config.ts'
import { rule } from '../../expect/rule.ts'
import { headerOf } from '../../forge/tamper.ts'
import type { FlowCheck } from '../../model/check.ts'
import type { Attempt, Expectation, Observed } from '../../model/expectation.ts'
import type { Flows } from '../../model/flow.ts'
import type { Fetches, WaitInFlow } from '../../model/issuer-steps.ts'
import type { RunContext } from '../../model/run-context.ts'
import { playFlows } from './play.ts'

const config = completeTargetConfig({
  target: 'http://127.0.0.1:8000/me',
  credential: jwtCredential('https://api.example', { algorithms: ['ES256'] }),
  features: {
    jwks: { newKeyWithin: 50, cacheFor: 50, cooldown: 20, failWithin: 50, instances: 1, waitAtMost: 50 },
  },
})

/** A run against an issuer of its own and a target that answers as `accepts` says; by default it accepts all tokens. */
async function playWith(
  flows: Flows,
  accepts: (attempt: Attempt, count: number) => boolean = () => true,
  idp = createIdp({ issuer: 'https://idp.example', keys: ['ES256', 'ES256'] }),
) {
  const token = await idp.mint({})
  const sent: Attempt[] = []
  const sets: string[] = []
  const served: ((path: string) => string | undefined)[] = []
  const judged: [vector: string, ...kinds: string[]][] = []
  const fetchSet = async () => (await idp.fetch(new Request('https://idp.example/jwks'))).text()
  const observe = (vector: string, attempt: Attempt): Observed => {
    const accepted = accepts(attempt, sent.push(attempt))
    const response = { status: accepted ? 200 : 401, reason: '', fields: [], body: '', bodyBytes: 0 }
    const exchange = { request: { method: 'GET', text: '' }, response, startedAt: 0, durationMs: 0 }
    return { sentFor: vector, role: 'attempt', attempt, exchange, accepted, disclosed: false, config }
  }
  const run = {
    ...{ token, config, issuer: idp.issuer, target: new URL(config.target), control: idp },
    mint: () => idp.mint({}),
    pause: async () => {},
    listen: async (answer: (path: string) => string | undefined) => {
      served.push(answer)
      return { url: 'http://127.0.0.1:8002', requests: ['GET /jwks.json'] }
    },
    send: async (vector: string, attempt: Attempt) => {
      sets.push(await fetchSet())
      return observe(vector, attempt)
    },
    expect: <Subject>(vector: string, subject: Subject, all: readonly Expectation<Subject>[]) => {
      judged.push([vector, ...all.map((one) => one.judge(subject).kind)])
    },
  } as unknown as RunContext
  await playFlows({ flows } as FlowCheck, run)
  const kidOf = ({ token, jwt }: Attempt) => jwt?.kid ?? jwt?.header?.kid ?? (token && headerOf(token).kid)
  return { idp, sent, kids: sent.map(kidOf), sets, judged, served, fetchSet, usual: headerOf(token).kid }
}

const kidsIn = (set: string | undefined): readonly string[] =>
  JSON.parse(set ?? '').keys.map(({ kid }: { kid: string }) => kid)

const reached: Expectation<WaitInFlow> = rule('must reach it', (wait) => (wait.reached ? undefined : 'no'))
const once: Expectation<Fetches> = rule('must ask once', ({ requests }) =>
  requests.length === 1 ? undefined : String(requests.length),
)

describe('keys of the issuer', () => {
  test('are published until their flow is over', async () => {
    const { idp, kids, sets } = await playWith({
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
    const { kids, sets, fetchSet, usual } = await playWith({
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
    const { sets } = await playWith({
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

test('keys have other members, or none of them, and a token by a key of ours verifies with it', async () => {
  const { sent, sets } = await playWith({
    one: [
      { do: 'make-key', as: 'marked', jwk: { key_ops: ['sign'] }, without: ['use'] },
      { do: 'make-key', as: 'symmetric', alg: 'HS256' },
      { do: 'make-key', as: 'small', alg: 'RS256', bits: 1024 },
      { do: 'make-key', as: 'exponent 1', alg: 'RS256', exponent: 1 },
      { do: 'make-key', as: 'only for others', if: { given: 'op' } },
      { do: 'publish-set', made: ['marked', 'symmetric', 'small', 'only for others', 'exponent 1'] },
      ...['symmetric', 'small', 'exponent 1', 'only for others'].map(
        (name) => ({ do: 'send-tokens', key: `{${name}}` }) as const,
      ),
    ],
  })
  const [marked, ...keys] = JSON.parse(sets[0] ?? '').keys.slice(-4)
  expect(marked).toMatchObject({ key_ops: ['sign'] })
  expect(marked).not.toHaveProperty('use')
  expect(keys.map(({ kty, e }: Readonly<Record<string, string>>) => [kty, e])).toEqual([
    ['oct', undefined],
    ['RSA', 'AQAB'],
    ['RSA', 'AQ'],
  ])
  // The key that was not made signs nothing.
  expect(sent).toHaveLength(3)
  const verified = sent.map(({ token = '' }, index) => {
    const [input, signature] = [token.slice(0, token.lastIndexOf('.')), token.slice(token.lastIndexOf('.') + 1)]
    const bytes = Buffer.from(signature, 'base64url')
    const key = keys[index]
    if (key.kty !== 'oct') return verify('sha256', Buffer.from(input), createPublicKey({ key, format: 'jwk' }), bytes)
    const mac = createHmac('sha256', Buffer.from(key.k, 'base64url')).update(input).digest()
    return mac.equals(bytes)
  })
  expect(verified).toEqual([true, true, true])
})

describe('faults', () => {
  test('are cleared when their flow is over, though a step failed', async () => {
    const idp = createIdp({ issuer: 'https://idp.example', keys: ['ES256'] })
    const flow = [
      { do: 'fault', fault: { kind: 'status', status: 500 } },
      { do: 'withdraw', kid: 'unknown' },
    ] as const
    await expect(playWith({ flow }, undefined, idp)).rejects.toThrow()
    expect(await idp.faults.list()).toEqual([])
    const { sets } = await playWith({
      one: [{ do: 'fault', fault: { kind: 'status', status: 500, body: 'down' } }, { do: 'send-tokens' }],
      two: [{ do: 'send-tokens' }],
    })
    expect(sets[0]).toBe('down')
    expect(kidsIn(sets[1])).not.toEqual([])
  })

  test('may hold the text of the valid set', async () => {
    const { sets } = await playWith({
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
    const { kids, usual } = await playWith({
      one: [
        { do: 'make-key', as: 'ours', kid: 'ours' },
        { do: 'send-tokens', keys: ['usual', '{ours}'], rounds: 2 },
        { do: 'send-tokens', parallel: 3 },
      ],
    })
    expect(kids).toEqual([usual, 'ours', usual, 'ours', usual, usual, usual])
  })

  test('name one unknown kid, or another one each', async () => {
    const { kids } = await playWith({
      one: [
        { do: 'send-tokens', unknownKid: 'same', parallel: 3 },
        { do: 'send-tokens', unknownKid: 'each', parallel: 3 },
      ],
    })
    expect(new Set(kids.slice(0, 3)).size).toBe(1)
    expect(new Set(kids).size).toBe(4)
  })

  test('are sent until one is answered as wanted, or the time is over', async () => {
    const { judged, sent } = await playWith(
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
    const { judged, sent } = await playWith({
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

test('a listener of ours gives its address and what it was asked', async () => {
  const { judged } = await playWith({
    one: [
      { do: 'listen', as: 'elsewhere' },
      {
        do: 'judge',
        expect: [rule('must ask', ({ value }) => (value('elsewhere.requests') ? undefined : 'nothing'))],
      },
    ],
  })
  expect(judged).toEqual([['one', 'met']])
})

test('a listener of ours serves keys, a certificate and metadata', async () => {
  const { served } = await playWith({
    one: [
      { do: 'listen', as: 'elsewhere', keys: ['{untrusted.jwk}'], pem: '{untrusted.pem}' },
      { do: 'listen', as: 'issuer', keys: [], metadata: true },
    ],
  })
  const [keys, issuer] = served
  expect(kidsIn(keys?.('/any'))).toEqual(['a-key-of-nobody'])
  expect(keys?.('/chain.pem')).toMatch(/^-----BEGIN CERTIFICATE-----/)
  expect(issuer?.('/jwks.json')).toBe('{"keys":[]}')
  expect(JSON.parse(issuer?.('/tenant/.well-known/openid-configuration') ?? '')).toEqual({
    issuer: 'http://127.0.0.1:8002/tenant',
    jwks_uri: 'http://127.0.0.1:8002/jwks.json',
  })
  expect(issuer?.('/elsewhere')).toBeUndefined()
})

test('a token that was minted, or forged in a request, can be sent', async () => {
  const { sent } = await playWith({
    one: [
      { do: 'mint', as: 'other', recipe: {} },
      { do: 'send', attempt: { token: '{other.token}' } },
      { do: 'send', attempt: { forge: { header: { jku: '{issuer}/jwks' }, signature: 'untrusted' } } },
    ],
  })
  expect(sent[0]?.token).toMatch(/^ey/)
  expect(headerOf(sent[1]?.token ?? '')).toMatchObject({ alg: 'ES256', jku: 'https://idp.example/jwks' })
})
