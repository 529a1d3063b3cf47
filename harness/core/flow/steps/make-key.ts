import { randomBytes, randomUUID } from 'node:crypto'
import { hmacToken } from '../../../forge/hmac.ts'
import { newUntrustedSigner, type UntrustedSigner, untrustedSignerFor } from '../../../forge/keys/untrusted-signer.ts'
import { signatureUnderExponentOne, smallRsaSigner } from '../../../forge/keys/weak-keys.ts'
import { encode, type Json } from '../../../forge/parts.ts'
import type { MakeKeyStep } from '../../../model/steps/issuer.ts'
import { type SigningKey, usualAlg } from '../signing-key.ts'
import type { StepKind } from '../step-kind.ts'

type Signer = Pick<UntrustedSigner, 'jwk' | 'privateJwk' | 'token'>

export const makeKey: StepKind<MakeKeyStep> = {
  async play({ alg, kid = `ours-${randomUUID()}`, jwk, without = [], ...details }, { run }) {
    const usual = usualAlg(run)
    const chosen = alg === 'another' ? (usual.startsWith('ES') ? 'RS256' : 'ES256') : (alg ?? usual)
    const signer = signerOf(chosen, details)
    const members = Object.entries({ ...signer.jwk, ...jwk, kid }).filter(([name]) => !without.includes(name))
    const key: SigningKey = { kid, signer }
    return {
      ...{ subject: {}, answers: [] },
      values: { ...key, jwk: Object.fromEntries(members), privateJwk: { ...signer.privateJwk, kid } },
    }
  },
}

function signerOf(alg: string, { pair, bits, exponent }: Pick<MakeKeyStep, 'pair' | 'bits' | 'exponent'>): Signer {
  if (alg === 'HS256') return symmetricSigner()
  if (bits !== undefined) return smallRsaSigner(alg, bits)
  const signer = pair === 'new' ? newUntrustedSigner(alg) : untrustedSignerFor(alg)
  return exponent === undefined ? signer : withExponentOne(alg, signer)
}

function symmetricSigner(): Signer {
  const secret = randomBytes(32)
  const jwk = { kty: 'oct', use: 'sig', alg: 'HS256', k: secret.toString('base64url') }
  return { jwk, privateJwk: jwk, token: (payload, header) => hmacToken('HS256', secret, payload, header) }
}

/** The key with the exponent 1: its tokens verify, though nobody has signed them. */
function withExponentOne(alg: string, { jwk, privateJwk }: Signer): Signer {
  const { length } = Buffer.from(String(jwk.n), 'base64url')
  return {
    jwk: { ...jwk, e: 'AQ' },
    privateJwk,
    token(payload: string, header: Json = {}) {
      const input = `${encode({ alg, ...header })}.${payload}`
      return `${input}.${encode(signatureUnderExponentOne(input, length))}`
    },
  }
}
