import type { CheckInput } from '../model/check.ts'
import type { Forgery, RawContent, Rewriting, SignatureRecipe } from '../model/forgery.ts'
import type { TokenRecipe } from '../model/issuer.ts'
import { baseToken } from './base-token.ts'
import { curves, degenerateNumbers, derSignature, rawSignature } from './ecdsa.ts'
import { inForm } from './forms.ts'
import { macOf } from './hmac.ts'
import { untrustedSignerFor } from './keys/untrusted-signer.ts'
import { type Content, encode, type Json, join, type Parts, partsOf } from './parts.ts'
import { signatureChanges } from './signature-changes.ts'
import { claimsOf, headerOf, randomLike, reversed, signatureOf, spaced } from './tamper.ts'

/**
 * The token that a forgery describes.
 *
 * @throws {TypeError} for a signature that the header's algorithm cannot have
 */
export async function forgeToken(forgery: Forgery, input: CheckInput): Promise<string> {
  const base = forgery.from ? await mintBase(forgery.from, forgery.signature, input) : baseToken(input)
  const header = headerFor(forgery, base)
  const payload = await payloadFor(forgery, base, input)
  if (forgery.signature === 'issuer') return signedByIssuer({ header, payload }, input)
  const parts = { header: encode(header ?? headerOf(base)), payload: payload ?? partsOf(base).payload }
  const unchanged = header === undefined ? partsOf(base).header : parts.header
  const token = signed({ ...parts, header: unchanged }, forgery.signature ?? 'original', base)
  return forgery.form ? inForm(forgery.form, token) : token
}

/** Signed only where something of the signature is kept, because signing takes long. */
const mintBase = (from: TokenRecipe, recipe: SignatureRecipe = 'original', { mint }: CheckInput): Promise<string> => {
  const isKept = recipe === 'original' || recipe === 'random' || (typeof recipe === 'object' && 'change' in recipe)
  return mint(isKept ? from : { signature: '', ...from })
}

const withoutMembers = (json: Json, names: readonly string[] = []): Json =>
  Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)))

const rewritten = (json: Json, how: Rewriting): Content => (how === 'spaced' ? spaced(json) : reversed(json))

const contentOf = (raw: RawContent): Content => (typeof raw === 'string' ? raw : Buffer.from(raw.bytes, 'latin1'))

/** Undefined where the header of the good token stays. */
function headerFor(forgery: Forgery, base: string): Content | undefined {
  const { header, withoutHeader, rawHeader, rewrittenHeader, signature } = forgery
  if (rawHeader !== undefined) return contentOf(rawHeader)
  const alg = typeof signature === 'object' && 'hmac' in signature ? { alg: signature.hmac } : {}
  if (!header && !withoutHeader && !rewrittenHeader && !('alg' in alg)) return undefined
  const changed = withoutMembers({ ...headerOf(base), ...alg, ...header }, withoutHeader)
  return rewrittenHeader ? rewritten(changed, rewrittenHeader) : changed
}

/** The text of the payload, or undefined where that of the good token stays. */
async function payloadFor({ claims, rewrittenClaims, payloadOf }: Forgery, base: string, { mint }: CheckInput) {
  // Its signature is not needed, and takes long.
  if (payloadOf) return partsOf(await mint({ ...payloadOf, signature: '' })).payload
  if (rewrittenClaims) return encode(rewritten({ ...claimsOf(base), ...claims }, rewrittenClaims))
  return claims && encode({ ...claimsOf(base), ...claims })
}

const signedByIssuer = (
  { header, payload }: { readonly header: Content | undefined; readonly payload: string | undefined },
  { mint }: CheckInput,
): Promise<string> =>
  mint({
    ...(header !== undefined && { rawHeader: { base64url: encode(header) } }),
    ...(payload !== undefined && { rawPayload: { base64url: payload } }),
  })

function signed({ header, payload }: Omit<Parts, 'signature'>, recipe: SignatureRecipe, base: string): string {
  const input = `${header}.${payload}`
  return join({ header, payload, signature: signatureFor(input, recipe, base) })
}

/** The text behind the second dot. */
function signatureFor(input: string, recipe: SignatureRecipe, base: string): string {
  if (recipe === 'original') return partsOf(base).signature
  if (recipe === 'random') return encode(randomLike(signatureOf(base)))
  if (recipe === 'untrusted') return encode(untrustedSignerFor(String(headerOf(base).alg)).sign(input))
  if (typeof recipe === 'string') return ''
  if ('text' in recipe) return recipe.text
  if ('change' in recipe) return encode(signatureChanges[recipe.change](signatureOf(base)))
  if ('hmac' in recipe) return encode(macOf(recipe.hmac, recipe.secret, input))
  const alg = String(headerOf(input).alg)
  const curve = curves[alg]
  if (!curve) throw new TypeError(`${alg} has no signature of two numbers; set alg to ES256, ES384 or ES512`)
  const numbers = degenerateNumbers(curve)
  const [r, s] = [numbers[recipe.r], numbers[recipe.s]]
  return encode(recipe.encoding === 'DER' ? derSignature(r, s) : rawSignature(r, s, curve))
}
