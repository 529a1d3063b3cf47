import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeTargetConfig, jwtCredential, staticCredential } from '../config/target-config.ts'
import { composeAttempt, tokenRecipe, unknownTokenLike, withRandomSignature } from './credential.ts'

const token = fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,80}$/)

describe('a made-up token', () => {
  it('keeps length and kind of every character, and differs wherever it can', () => {
    fc.assert(
      fc.property(token, (real) => {
        const madeUp = unknownTokenLike(real)
        expect(madeUp).toHaveLength(real.length)
        for (const [index, character] of [...real].entries()) {
          const other = madeUp[index] ?? ''
          if (/[A-Za-z0-9]/.test(character)) expect(other).not.toBe(character)
          for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[._~+/-]/])
            expect(kind.test(other)).toBe(kind.test(character))
        }
      }),
    )
  })
})

describe('a token that a stranger signed', () => {
  it('keeps header, payload and length of the signature', () => {
    const [header, payload, signature] = withRandomSignature(
      `aa.bb.${Buffer.alloc(256, 1).toString('base64url')}`,
    ).split('.')
    expect([header, payload]).toEqual(['aa', 'bb'])
    expect(Buffer.from(signature ?? '', 'base64url')).toHaveLength(256)
    expect(signature).not.toBe(Buffer.alloc(256, 1).toString('base64url'))
  })
})

describe('the recipe of a good token', () => {
  const credential = jwtCredential('https://api.example', {
    algorithms: ['ES256'],
    scope: 'read',
    claims: { tenant: 7 },
  })

  it('holds the claims of the profile', () => {
    expect(tokenRecipe(credential)).toEqual({
      alg: 'ES256',
      header: { typ: 'JWT' },
      claims: {
        sub: 'conformance-user',
        aud: 'https://api.example',
        client_id: 'conformance',
        scope: 'read',
        tenant: 7,
      },
    })
  })

  it('differs only where a vector says so', () => {
    const changed = tokenRecipe(credential, { claims: { aud: 'other' }, withoutClaims: ['exp'] })
    expect(changed.claims).toEqual({ ...tokenRecipe(credential).claims, aud: 'other' })
    expect(changed.withoutClaims).toEqual(['exp'])
  })

  it('is typed as an access token where RFC 9068 rules', () => {
    expect(tokenRecipe({ ...credential, tokenProfile: 'rfc9068' }).header).toEqual({ typ: 'at+jwt' })
  })
})

describe('the request of an attempt', () => {
  const config = completeTargetConfig({
    target: 'http://127.0.0.1:1/me?page=1',
    fields: ['X-Tenant: a'],
    credential: staticCredential('abc', 'TOKEN'),
  })
  const compose = (attempt: Parameters<typeof composeAttempt>[0], of = config) =>
    composeAttempt(attempt, of, new URL(of.target), attempt.token ?? 'abc')

  it('is the valid request when nothing is changed', () => {
    expect(compose({})).toEqual({
      method: 'GET',
      target: '/me?page=1',
      fields: [
        'Host: 127.0.0.1:1',
        'User-Agent: auth-conformance',
        'Accept: */*',
        'Authorization: Bearer abc',
        'X-Tenant: a',
      ],
    })
  })

  it('replaces, repeats or leaves out the Authorization field', () => {
    const lines = (authorization: readonly string[]) =>
      compose({ authorization }).fields.filter((line) => line.startsWith('Authorization'))
    expect(lines([])).toEqual([])
    expect(lines(['Basic x', 'Bearer y'])).toEqual(['Authorization: Basic x', 'Authorization: Bearer y'])
  })

  it('adds to the query and lets fields of its own replace the defaults', () => {
    const { target, fields } = compose({ query: 'access_token=abc', fields: ['Accept: text/html'] })
    expect(target).toBe('/me?page=1&access_token=abc')
    expect(fields.filter((line) => line.startsWith('Accept'))).toEqual(['Accept: text/html'])
  })

  it('presents a token in the channel of the profile', () => {
    const keyed = { ...config, channel: { field: 'X-API-Key', scheme: '' } }
    expect(compose({ token: 'other' }, keyed).fields).toContain('X-API-Key: other')
    expect(compose({ authorization: [] }, keyed).fields.join()).not.toContain('abc')
  })

  it('sends the body of the config with its length in bytes', () => {
    const posting = { ...config, method: 'POST', body: '{"a":"\u00e9"}' }
    expect(compose({}, posting)).toMatchObject({ method: 'POST', body: posting.body })
    expect(compose({}, posting).fields.at(-1)).toBe('Content-Length: 9')
    expect(compose({ method: 'GET' }, posting).body).toBeUndefined()
  })
})
