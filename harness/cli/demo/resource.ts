import { Hono } from 'hono'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose'
import type { Trusted } from '../run/target/bring-up.ts'

/**
 * A protected resource with six mistakes for the demo to find. Each was found in real servers. Do not copy this code.
 */
export function createResource({ issuer, jwksUri, audience }: Trusted): Hono {
  const keys = createRemoteJWKSet(new URL(jwksUri))

  async function verify(token: string): Promise<JWTPayload> {
    const { alg = '' } = decodeProtectedHeader(token)
    // 1. `none` is rejected in one spelling only; the next line accepts it in every other spelling.
    if (alg === 'none') throw new Error('unsigned')
    if (alg.toLowerCase() === 'none') return decodeJwt(token)
    // 2. A clock skew of one hour.
    const { payload } = await jwtVerify(token, keys, { issuer, clockTolerance: '1h' })
    // 3. A token without an audience is accepted.
    if (payload.aud !== undefined && ![payload.aud].flat().includes(audience)) throw new Error('for someone else')
    return payload
  }

  const app = new Hono()
  app.get('/notes', async ({ req, json }) => {
    const authorization = req.header('authorization')
    // 4. The scheme is accepted in one spelling only. 5. A token in the URL is accepted.
    const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : req.query('access_token')
    // 6. No WWW-Authenticate where the token is missing: a client cannot tell what is needed.
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
