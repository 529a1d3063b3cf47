import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeTargetConfig, jwtCredential, staticCredential } from '../config/target-config.ts'
import { createMask } from '../wire/masking/mask.ts'
import { secretsOf, tokenRecipe, unknownTokenLike, withRandomSignature } from './credential.ts'

const token = fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,80}$/)

describe('an unknown token', () => {
  it('keeps the length and the alphabet of every character, and differs wherever it can', () => {
    fc.assert(
      fc.property(token, (real) => {
        const unknown = unknownTokenLike(real)
        expect(unknown).toHaveLength(real.length)
        for (const [index, character] of [...real].entries()) {
          const other = unknown[index] ?? ''
          if (/[A-Za-z0-9]/.test(character)) expect(other).not.toBe(character)
          for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[._~+/-]/])
            expect(kind.test(other)).toBe(kind.test(character))
        }
      }),
    )
  })
})

describe('a token with an invalid signature', () => {
  it('keeps header, payload and length of the signature', () => {
    const [header, payload, signature] = withRandomSignature(
      `aa.bb.${Buffer.alloc(256, 1).toString('base64url')}`,
    ).split('.')
    expect([header, payload]).toEqual(['aa', 'bb'])
    expect(Buffer.from(signature ?? '', 'base64url')).toHaveLength(256)
    expect(signature).not.toBe(Buffer.alloc(256, 1).toString('base64url'))
  })
})

describe('the recipe of a valid token', () => {
  const credential = jwtCredential('https://api.example', {
    algorithms: ['ES256'],
    scope: 'read',
    claims: { tenant: 7 },
  })

  it('holds the claims of the configuration', () => {
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

it('leaves the header of a JWT readable, but neither its claims nor its signature', () => {
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
  const head = `${part({ alg: 'RS256' })}.${part({ sub: 'someone', scope: 'read write' })}`
  const token = `${head}.c2lnbmF0dXJlLW9mLXRoZS1pc3N1ZXI`
  const config = completeTargetConfig({ target: 'http://127.0.0.1/', credential: staticCredential(token, 'API_TOKEN') })
  const mask = createMask(secretsOf(config))
  expect(mask(`Bearer ${token}`)).toBe('Bearer ‹API_TOKEN›')
  expect(mask(`Bearer x.${token}`)).toBe('Bearer x.‹API_TOKEN›')
  expect(mask(`Bearer ${part({ alg: 'none' })}.${token.slice(token.indexOf('.') + 1)}`)).toBe(
    `Bearer ${part({ alg: 'none' })}.‹claims of API_TOKEN›.‹signature of API_TOKEN›`,
  )
})
