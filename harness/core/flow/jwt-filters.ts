import { tokenByUntrustedSigner } from '../../forge/keys/untrusted-signer.ts'
import { partsOf } from '../../forge/parts.ts'
import {
  claimsOf,
  randomLike,
  signatureOf,
  withClaims,
  withHeaderMembers,
  withSignature,
  withSignatureText,
} from '../../forge/tamper.ts'

/** Filters that make a forged JWT of an issued one. */
export const jwtFilters: Readonly<Record<string, (token: string) => string>> = {
  'alg-none': (token) => withHeaderMembers(token, { alg: 'none' }),
  'no-signature': (token) => withSignatureText(token, ''),
  'random-signature': (token) => withSignature(token, randomLike(signatureOf(token))),
  'signed-by-an-unknown-key': (token) => tokenByUntrustedSigner(partsOf(token).payload),
  'of-another-subject': (token) => withClaims(token, { sub: 'somebody-else', user_id: 'somebody-else' }),
  'expiring-later': (token) => withClaims(token, { exp: Number(claimsOf(token).exp ?? 0) + 86_400 }),
}
