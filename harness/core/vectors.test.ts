import { describe, expect, it } from 'vitest'
import { completeTargetConfig, jwtCredential, staticCredential } from '../config/target-config.ts'
import { defineCheck, rfc } from '../define.ts'
import { rejected } from '../expect/index.ts'
import type { CheckInput } from '../model/check.ts'
import type { Vectors } from '../model/expectation.ts'
import { vectorsOf } from './vectors.ts'

type Config = Parameters<typeof completeTargetConfig>[0]

const inputOf = (changes: Partial<Config> = {}, token = 'abcXYZ'): CheckInput => {
  const target = 'http://127.0.0.1:8000/me'
  return {
    token,
    unknownToken: 'bcdUVW',
    target: new URL(target),
    issuer: 'https://issuer.example',
    config: completeTargetConfig({ target, credential: staticCredential(token, 'TOKEN'), ...changes }),
    jwks: { keys: [] },
    mint: async () => 'minted',
  }
}

const sent = (vectors: Vectors, input = inputOf()) =>
  vectorsOf(
    defineCheck({
      id: 'bearer/example',
      title: 'must be an example',
      level: 'MUST',
      severity: 'low',
      spec: [rfc(6750, '2.1')],
      needs: [],
      fix: 'Nothing.',
      vectors,
      expect: [rejected()],
    }),
    input,
  )

describe('vectors that are data', () => {
  it('are rendered, their names included', async () => {
    expect(await sent({ 'by {method}': { token: '{unknownToken|reversed}', fields: ['X: {target.path}'] } })).toEqual({
      'by GET': { token: 'WVUdcb', fields: ['X: /me'] },
    })
  })

  it('leave out what presents the valid credential after all, and what came before', async () => {
    const vectors = await sent({
      'the valid request': {},
      'the token again': { token: '{token|first:72}' },
      'the token in its field': { authorization: [], fields: ['Authorization: {credential}'] },
      'first character': { token: '{token|first:1}' },
      'all but five': { token: '{token|without-last:5}' },
      again: {},
    })
    expect(Object.keys(vectors)).toEqual(['the valid request', 'first character', 'again'])
  })

  it('keep requests that differ in the order of their fields only', async () => {
    const vectors = await sent({
      'valid, unknown': { authorization: ['Bearer {token}', 'Bearer {unknownToken}'] },
      'unknown, valid': { authorization: ['Bearer {unknownToken}', 'Bearer {token}'] },
    })
    expect(Object.keys(vectors)).toHaveLength(2)
  })

  it('leave out variants that this target does not have', async () => {
    expect(Object.keys(await sent({ upper: { token: '{token|uppercase}' } }, inputOf({}, 'ABC')))).toEqual([])
    expect(Object.keys(await sent({ audience: { jwt: { claims: { aud: '{audience}x' } } } }))).toEqual([])
    expect(Object.keys(await sent({ other: { token: '{anotherToken}' } }))).toEqual([])
    expect(Object.keys(await sent({ nobody: { as: 'nobody', path: '/other' } }))).toEqual([])
  })

  it('are for the targets that they name', async () => {
    const vectors: Vectors = {
      Basic: { authorization: ['Basic {token}'], unlessDeclared: { schemes: 'Basic' } },
      static: { token: 'a', when: { credential: 'static' } },
      jwt: { token: 'b', when: { credential: 'jwt' } },
      'not MCP': { token: 'c', when: { not: { tokenProfile: 'mcp' } } },
    }
    const accepts = { ...inputOf().config.accepts, schemes: ['basic'] }
    const credential = { ...jwtCredential('https://api.example'), tokenProfile: 'mcp' as const }
    expect(Object.keys(await sent(vectors))).toEqual(['Basic', 'static', 'not MCP'])
    expect(Object.keys(await sent(vectors, inputOf({ accepts })))).toEqual(['static', 'not MCP'])
    expect(Object.keys(await sent(vectors, inputOf({ credential })))).toEqual(['Basic', 'jwt'])
  })

  it('only warn where they say so', async () => {
    const vectors: Vectors = { query: { query: 'key={token}', warnWhen: { declares: { query: 'key' } } } }
    const accepts = { ...inputOf().config.accepts, query: ['key'] }
    expect((await sent(vectors)).query?.expect).toBeUndefined()
    expect((await sent(vectors, inputOf({ accepts }))).query?.expect).toHaveLength(1)
  })

  it('are repeated for each item of their lists', async () => {
    const features = {
      identities: { bob: { env: 'BOB' } },
      resources: [{ path: '/a', allows: ['default'] }, { path: '/b' }],
    }
    const vectors = await sent(
      {
        '{allowed.identity} at {allowed.path}': {
          forEach: 'allowed',
          as: '{allowed.identity}',
          path: '{allowed.path}',
        },
        '{notAllowed.identity} at {notAllowed.path}': {
          forEach: 'notAllowed',
          as: '{notAllowed.identity}',
          path: '{notAllowed.path}',
        },
        '{identity.name} at {openResource.path}': {
          forEach: ['openResource', 'identity'],
          as: '{identity.name}',
          path: '{openResource.path}',
        },
      },
      inputOf({ features, secrets: { BOB: 'bobs' } }),
    )
    expect(vectors).toEqual({
      'default at /a': { path: '/a' },
      'bob at /a': { token: 'bobs', path: '/a' },
      'default at /b': { path: '/b' },
      'bob at /b': { token: 'bobs', path: '/b' },
    })
  })

  it('log in where a login is declared, but never with the declared password', async () => {
    const vectors: Vectors = {
      admin: { logIn: { username: 'admin', password: 'admin' } },
      demo: { logIn: { username: 'demo', password: 'demo' } },
    }
    const login = {
      ...({ rules: 'application', path: '/login', username: 'demo', password: { env: 'P' }, with: {} } as const),
      ...{ names: { username: 'username', password: 'password' }, rotates: true, grace: 0 },
    }
    expect(await sent(vectors)).toEqual({})
    expect(await sent(vectors, inputOf({ features: { login }, secrets: { P: 'demo' } }))).toMatchObject({
      admin: { method: 'POST', path: '/login', body: '{"username":"admin","password":"admin"}' },
    })
  })

  it('give a fresh word its value for a whole check', async () => {
    const vectors: Vectors = { one: { token: '{fresh.a}' }, two: { query: '{fresh.a}' }, other: { token: '{fresh.b}' } }
    const { one, two, other } = await sent(vectors)
    expect(one?.token).toMatch(/^conformance[0-9a-f]{32}$/)
    expect(two?.query).toBe(one?.token)
    expect(other?.token).not.toBe(one?.token)
    expect((await sent(vectors)).one?.token).not.toBe(one?.token)
  })
})
