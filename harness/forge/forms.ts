import type { TokenForm } from '../model/forgery.ts'
import { jsonSerialization } from './json-serialization.ts'
import { encryptTo, isJweAlgorithm } from './jwe.ts'
import { tokenByUntrustedSigner } from './keys/untrusted-signer.ts'
import { decode, encode, partsOf } from './parts.ts'
import { polyglot } from './polyglot.ts'
import { claimsOf, withClaims } from './tamper.ts'

/** A compact token in another form. */
export async function inForm(form: TokenForm, token: string): Promise<string> {
  if ('json' in form) return serialized(form, token)
  if ('polyglot' in form) return polyglot(token, { ...claimsOf(token), ...form.claims }, form.polyglot, form.padding)
  const { encryptedTo: key, alg, content, header } = form
  if (typeof key === 'string' || !isJweAlgorithm(alg)) throw new TypeError(`no key to encrypt to by ${alg}`)
  return encryptTo(key, alg, contents[content](partsOf(token).payload), header)
}

type Encrypted = Extract<TokenForm, { readonly encryptedTo: unknown }>

/** What an attacker may put inside: nothing of it was signed by the issuer. */
const contents: Readonly<Record<Encrypted['content'], (payload: string) => string>> = {
  claims: (payload) => decode(payload).toString('utf8'),
  'unsigned JWT': (payload) => `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
  'JWT by an untrusted key': (payload) => tokenByUntrustedSigner(payload),
}

type Serialized = Extract<TokenForm, { readonly json: unknown }>

function serialized({ json, encoded, unprotectedClaims, memberClaims }: Serialized, token: string): string {
  const text = JSON.stringify(
    jsonSerialization(token, json, {
      ...(unprotectedClaims && { header: { ...claimsOf(token), ...unprotectedClaims } }),
      ...(memberClaims && { members: { jwt: withClaims(token, memberClaims) } }),
    }),
  )
  if (encoded === 'percent') return encodeURIComponent(text)
  return encoded === 'base64url' ? encode(text) : text
}
