import type { CheckInput } from '../model/check.ts'
import type { Forgery, RawContent, Rewriting, SignatureRecipe } from '../model/forgery.ts'
import type { TokenRecipe } from '../model/issuer.ts'
import { curves, degenerateNumbers, derSignature, rawSignature } from './ecdsa.ts'
import { inForm } from './forms.ts'
import { macOf } from './hmac.ts'
import { mintedJwt } from './jwt-credential.ts'
import { signerAlgorithm, untrustedSignerFor } from './keys/untrusted-signer.ts'
import { type Content, encode, type Json, join, type Parts, partsOf } from './parts.ts'
import { signatureChanges } from './signature-changes.ts'
import { claimsOf, headerOf, randomLike, reversed, signatureOf, spaced, withHeaderMembers } from './tamper.ts'

/** Whether only our issuer can make a forgery. Others change any JWT: of the token that they start from, no signature is kept. */
export const needsIssuer = ({ from = {}, payloadOf, signature }: Forgery): boolean =>
  signature === 'issuer' ||
  payloadOf !== undefined ||
  Object.keys(from).some((name) => name !== 'alg' || keepsSignature(signature))

/** Whether something of the valid signature is kept. */
const keepsSignature = (recipe: SignatureRecipe = 'original'): boolean =>
  recipe === 'original' || recipe === 'random' || (typeof recipe === 'object' && 'change' in recipe)

/**
 * The token that a forgery describes.
 *
 * @throws {TypeError} for a signature that the header's algorithm cannot have, and without our issuer where one is needed
 */
export async function forgeToken(forgery: Forgery, input: CheckInput): Promise<string> {
  const base = forgery.from ? await baseOf(forgery.from, forgery.signature, input) : input.token
  const header = headerFor(forgery, base)
  const payload = await payloadFor(forgery, base, input)
  if (forgery.signature === 'issuer') return signedByIssuer({ header, payload }, input)
  const parts = { header: encode(header ?? headerOf(base)), payload: payload ?? partsOf(base).payload }
  const unchanged = header === undefined ? partsOf(base).header : parts.header
  const token = signed({ ...parts, header: unchanged }, forgery.signature ?? 'original', base)
  return forgery.form ? inForm(forgery.form, token) : token
}

/** Signed only where something of the signature is kept, because signing takes long. */
async function baseOf(from: TokenRecipe, recipe: SignatureRecipe | undefined, { config, token, mint }: CheckInput) {
  if (mintedJwt(config)) return mint(keepsSignature(recipe) ? from : { signature: '', ...from })
  return from.alg === headerOf(token).alg ? token : withHeaderMembers(token, { alg: from.alg })
}

const withoutMembers = (json: Json, names: readonly string[] = []): Json =>
  Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)))

const rewritten = (json: Json, how: Rewriting): Content => (how === 'spaced' ? spaced(json) : reversed(json))

const contentOf = (raw: RawContent): Content => (typeof raw === 'string' ? raw : Buffer.from(raw.bytes, 'latin1'))

/** Undefined where the header of the good token stays. */
function headerFor(forgery: Forgery, base: string): Content | undefined {
  const { header, withoutHeader, rawHeader, rewrittenHeader, algText, signature } = forgery
  if (rawHeader !== undefined) return contentOf(rawHeader)
  const alg = algorithmFor(signature, base)
  if (!header && !withoutHeader && !rewrittenHeader && algText === undefined && !alg) return undefined
  const changed = withoutMembers({ ...headerOf(base), ...alg, ...header }, withoutHeader)
  if (algText !== undefined) return withAlgText(changed, algText)
  return rewrittenHeader ? rewritten(changed, rewrittenHeader) : changed
}

/** The header parameter that a signature makes necessary; undefined where that of the good token fits. */
function algorithmFor(recipe: SignatureRecipe | undefined, base: string): { readonly alg: string } | undefined {
  if (typeof recipe === 'object' && 'hmac' in recipe) return { alg: recipe.hmac }
  const { alg } = headerOf(base)
  return recipe === 'untrusted' && alg !== signerAlgorithm(alg) ? { alg: signerAlgorithm(alg) } : undefined
}

/** The header with this JSON text as its first member's value; a function, because `$` means something in a replacement. */
const withAlgText = (header: Json, text: string): string =>
  JSON.stringify({ alg: 0, ...withoutMembers(header, ['alg']) }).replace('0', () => text)

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
  if (recipe === 'untrusted') return encode(untrustedSignerFor(headerOf(base).alg).sign(input))
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
