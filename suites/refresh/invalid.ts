import { randomInt } from 'node:crypto'
import { defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { noTokenIssued } from '../../harness/expect/index.ts'
import { partsOf } from '../../harness/forge/parts.ts'
import {
  claimsOf,
  randomLike,
  signatureOf,
  withClaims,
  withHeaderMembers,
  withSignature,
  withSignatureText,
} from '../../harness/forge/tamper.ts'
import { tokenByUntrustedSigner } from '../../harness/forge/untrusted-signer.ts'
import type { Check } from '../../harness/model/check.ts'
import { endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'

type Forgery = (token: string) => unknown

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const letter = (): string => letters[randomInt(letters.length)] ?? 'A'

/** One character in the middle, where every bit counts. */
const alteredInTheMiddle: Forgery = (token) => {
  const at = Math.floor(token.length / 2)
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
}

const anywhere: Readonly<Record<string, Forgery>> = {
  'random, of the same length': (token) => token.replace(/[A-Za-z0-9]/g, letter),
  'one character altered': alteredInTheMiddle,
  'the first half': (token) => token.slice(0, Math.ceil(token.length / 2)),
  'the last characters cut off': (token) => token.slice(0, -4),
  'one character': () => 'x',
}

const notText: Readonly<Record<string, Forgery>> = {
  null: () => null,
  true: () => true,
  'a number': () => 1,
  'a list': () => ['x'],
  'an object': () => ({ $ne: 'x' }),
}

/** Of tokens that hold their own claims. */
const ofJwt: Readonly<Record<string, Forgery>> = {
  'JWT: alg none, no signature': (token) => withSignatureText(withHeaderMembers(token, { alg: 'none' }), ''),
  'JWT: alg none, old signature': (token) => withHeaderMembers(token, { alg: 'none' }),
  'JWT: no signature': (token) => withSignatureText(token, ''),
  'JWT: a random signature': (token) => withSignature(token, randomLike(signatureOf(token))),
  'JWT: signed by a stranger': (token) => tokenByUntrustedSigner(partsOf(token).payload),
  'JWT: of another subject': (token) => withClaims(token, { sub: 'somebody-else', user_id: 'somebody-else' }),
  'JWT: a later expiry': (token) => withClaims(token, { exp: Number(claimsOf(token).exp ?? 0) + 86_400 }),
}

const isJwt = (token: string): boolean => {
  try {
    return token.split('.').length === 3 && typeof claimsOf(token) === 'object'
  } catch {
    return false
  }
}

export const invalidChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/invalid-refresh-rejected',
    title: 'refuses refresh tokens that it did not issue as they are',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(6749, '5.2'), rfc(6749, '10.4'), jwtBcp('3.3')],
    needs: ['login'],
    fix: 'Look the whole token up, or verify its signature with the one algorithm that signed it, before anything in it is read.',
    knownIncidents:
      'Refresh JWTs that are only decoded, because the endpoint that takes them was not thought of as protected.',
    sends: `After a login each: its refresh token replaced by ${Object.keys(anywhere).join(', ')}, or (JSON) by what is no text; of a JWT also ${Object.keys(
      ofJwt,
    )
      .map((name) => name.replace('JWT: ', ''))
      .join(', ')}.`,
    passes: 'gives out no token and does not crash',
    exclusive: true,
    async run({ config, send, expect }) {
      const endpoints = endpointsOf(config)
      const logIn = async () => endpoints.tokensOf(await send('login', endpoints.logIn())).refresh
      const sample = await logIn()
      if (sample === undefined) return
      const forgeries = {
        ...anywhere,
        ...(endpoints.format === 'json' && notText),
        ...(isJwt(sample) && ofJwt),
      }
      for (const [vector, forge] of Object.entries(forgeries)) {
        // A login of its own, since a target may end the session of a token that was tampered with.
        const token = await logIn()
        if (token === undefined) continue
        const observed = await send(vector, endpoints.refresh(forge(token)))
        expect(vector, observed, [noTokenIssued()], [observed])
      }
    },
  }),
]
