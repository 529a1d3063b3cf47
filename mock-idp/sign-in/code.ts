import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { Authorization } from '../tokens/authorization.ts'
import { createReference, referenceKey } from '../tokens/reference.ts'
import { beginFamily, revokeFamily } from '../tokens/refresh-token.ts'
import type { CodeChallenge } from './pkce.ts'

/** What an authorization code stands for (RFC 6749 §4.1.2). */
export interface CodeGrant {
  readonly authorization: Authorization
  readonly redirectUri: string
  readonly redirectUriSent: boolean
  readonly challenge?: CodeChallenge
  readonly nonce?: string
  readonly dpopJkt?: string
  /** Seconds since the epoch. */
  readonly exp: number
}

export const issueCode = async ({ tenant }: Call, grant: Omit<CodeGrant, 'exp'>): Promise<string> => {
  const { store, clock, settings } = tenant
  const { code: lifetime } = settings().lifetimes
  const code = createReference()
  await Promise.all([
    // Created before the code can be used, so that concurrent uses of the code cannot create a revoked family again.
    beginFamily(tenant, grant.authorization),
    store.set(referenceKey('code', code), { ...grant, exp: clock.now() + lifetime }, lifetime + 3600),
    // Stays when the code is used, so that a second use is noticed.
    store.set(referenceKey('code-family', code), grant.authorization.id, lifetime + 3600),
  ])
  return code
}

/**
 * Uses a code. This works once.
 *
 * @throws {OAuthError} `invalid_grant`. If the code was used before, its tokens are revoked (RFC 6749 §4.1.2)
 */
export const redeemCode = async (tenant: Tenant, code: string): Promise<CodeGrant> => {
  const { store, clock } = tenant
  const grant = (await store.take(referenceKey('code', code))) as CodeGrant | undefined
  if (grant === undefined) {
    const family = (await store.get(referenceKey('code-family', code))) as string | undefined
    if (family === undefined) throw invalidGrant('an unknown code')
    await revokeFamily(tenant, family)
    throw invalidGrant('a code was used twice; its tokens are revoked')
  }
  if (grant.exp > clock.now()) return grant
  throw invalidGrant('the code has expired')
}

export const invalidGrant = (detail: string): OAuthError =>
  new OAuthError(400, 'invalid_grant', { description: 'The code is not or no longer valid.', detail })
