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

import type { Filter } from './filter.ts'

/** Filters of a JWT in JWS compact serialization (RFC 7515 §7.1): its parts, and forged ones made of it. */
export const jwtFilters = {
  header: (token) => token.split('.')[0],
  payload: (token) => token.split('.')[1],
  signature: (token) => token.split('.')[2],
  'alg-none': (token) => withHeaderMembers(token, { alg: 'none' }),
  'no-signature': (token) => withSignatureText(token, ''),
  'random-signature': (token) => withSignature(token, randomLike(signatureOf(token))),
  'signed-by-an-unknown-key': (token) => tokenByUntrustedSigner(partsOf(token).payload),
  'of-another-subject': (token) => withClaims(token, { sub: 'somebody-else', user_id: 'somebody-else' }),
  'expiring-later': (token) => withClaims(token, { exp: Number(claimsOf(token).exp ?? 0) + 86_400 }),
} as const satisfies Readonly<Record<string, Filter>>
