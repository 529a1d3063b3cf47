import type { CheckInput } from '../model/check.ts'
import { encode, join } from './parts.ts'

/**
 * The token that forgeries start from: the good one. For a target without an issuer of ours an unsigned one, with claims
 * that any server would accept.
 */
export function baseToken({ config, token, target, issuer }: CheckInput): string {
  if (config.credential.kind === 'jwt') return token
  const now = Math.floor(Date.now() / 1000)
  return join({
    header: encode({ alg: 'HS256', typ: 'JWT' }),
    payload: encode({ iss: issuer, sub: 'admin', aud: target.origin, iat: now - 5, nbf: now - 5, exp: now + 300 }),
    signature: '',
  })
}
