import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { serveIdp } from '../../adapters/node.ts'
import { signingAlgs } from '../support/served-issuer.ts'

const start = async (keys: readonly string[]) => {
  const served = await serveIdp({ port: 0, keys: [...keys] })
  const jwks = createRemoteJWKSet(new URL(served.idp.jwksUri), { cooldownDuration: 0 })
  const verify = (token: string) => jwtVerify(token, jwks, { issuer: served.idp.issuer, audience: 'api' })
  const mint = (alg?: string) => served.idp.mint({ claims: { sub: 'me', aud: 'api' }, ...(alg && { alg }) })
  return { ...served, verify, mint }
}

describe('the remote JWKS of jose', () => {
  test('verifies tokens of every algorithm with one set', async () => {
    const { idp, close, verify, mint } = await start(signingAlgs)
    for (const alg of signingAlgs) {
      const { protectedHeader, payload } = await verify(await mint(alg))
      expect([protectedHeader.alg, payload.iss, payload.sub]).toEqual([alg, idp.issuer, 'me'])
    }
    await close()
  })

  test('notices a rotation, and still accepts the previous key', async () => {
    const { idp, close, verify, mint } = await start(['ES256'])
    const before = await mint()
    await verify(before)
    await idp.rotate()
    const after = await mint()
    expect(await kidOf(verify, after)).not.toBe(await kidOf(verify, before))
    await close()
  })

  test('rejects tokens of a withdrawn key after it fetches the keys again', async () => {
    const { idp, close, verify, mint } = await start(['ES256'])
    const before = await mint()
    await verify(before)
    await idp.rotate({ mode: 'withdraw' })
    await verify(await mint())
    await expect(verify(before)).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey)
    await close()
  })
})

const kidOf = async (verify: (token: string) => Promise<{ protectedHeader: { kid?: string } }>, token: string) =>
  (await verify(token)).protectedHeader.kid
