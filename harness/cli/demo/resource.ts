import { Hono } from 'hono'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose'
import type { Trusted } from '../run/bring-up.ts'

/**
 * A protected resource as hurried people write it, with six mistakes for the demo to find. Do not copy it: each of them
 * was found in real servers.
 */
export function createResource({ issuer, jwksUri, audience }: Trusted): Hono {
  const keys = createRemoteJWKSet(new URL(jwksUri))

  async function verify(token: string): Promise<JWTPayload> {
    const { alg = '' } = decodeProtectedHeader(token)
    // 1. A list of what is forbidden, spelled one way; below, unsigned tokens of development are told by any spelling.
    if (alg === 'none') throw new Error('unsigned')
    if (alg.toLowerCase() === 'none') return decodeJwt(token)
    // 2. An hour for clocks that disagree.
    const { payload } = await jwtVerify(token, keys, { issuer, clockTolerance: '1h' })
    // 3. A token without an audience is for everybody.
    if (payload.aud !== undefined && ![payload.aud].flat().includes(audience)) throw new Error('for someone else')
    return payload
  }

  const app = new Hono()
  app.get('/notes', async ({ req, json }) => {
    const authorization = req.header('authorization')
    // 4. The scheme in one spelling only. 5. A token in the URL, for links that just work.
    const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : req.query('access_token')
    // 6. No WWW-Authenticate: whoever comes without a token is not told what to bring.
    if (token === undefined) return json({ error: 'unauthorized' }, 401)
    try {
      const { sub } = await verify(token)
      return json({ owner: sub, notes: ['buy milk', 'rotate the keys'] })
    } catch {
      return json({ error: 'invalid_token' }, 401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' })
    }
  })
  return app
}
