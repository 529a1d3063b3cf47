import { createHmac, createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { rule } from '../../expect/rule.ts'
import { headerOf } from '../../forge/tamper.ts'
import { kidsIn, playAtIssuer } from '../../test/play-at-issuer.ts'

test('keys have other members, or none of them, and a token by a key of ours verifies with it', async () => {
  const { sent, sets } = await playAtIssuer({
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

test('a listener of ours serves keys, a certificate and metadata', async () => {
  const { served } = await playAtIssuer({
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
  const { sent } = await playAtIssuer({
    one: [
      { do: 'mint', as: 'other', recipe: {} },
      { do: 'send', attempt: { token: '{other.token}' } },
      { do: 'send', attempt: { forge: { header: { jku: '{issuer}/jwks' }, signature: 'untrusted' } } },
    ],
  })
  expect(sent[0]?.token).toMatch(/^ey/)
  expect(headerOf(sent[1]?.token ?? '')).toMatchObject({ alg: 'ES256', jku: 'https://idp.example/jwks' })
})

test('a listener of ours gives its address and what it was asked', async () => {
  const { judged } = await playAtIssuer({
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
