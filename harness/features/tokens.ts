import { z } from 'zod'
import { defineFeature } from './feature.ts'
import { secret } from './secret.ts'

const flag = z.boolean({ error: 'true or false' })

/** The tokens that can be exported, each with one flaw. */
const exported = z.strictObject({
  /** As the credential, but past its `exp`. */
  expired: secret.optional(),
  /** As the credential, but before its `nbf`. */
  notYetValid: secret.optional(),
  /** Of the same issuer, for another API. */
  otherAudience: secret.optional(),
  /** Of an issuer that the target does not trust. */
  otherIssuer: secret.optional(),
  /** Of another tenant of the same provider. */
  otherTenant: secret.optional(),
  /** The ID token of a sign-in (OpenID Connect Core §2). */
  idToken: secret.optional(),
  /** Revoked at the issuer before its `exp` (RFC 7009 §2). */
  revoked: secret.optional(),
  /** As the credential, without one of the declared `scopes`. */
  lowScope: secret.optional(),
  /** Whether the target learns of revocations, by introspection for example: then it must reject a revoked token. */
  checksRevocation: flag.default(false),
})

/** Invalid tokens of a real issuer, for a target that does not trust ours. */
export const tokens = defineFeature({
  about: 'invalid tokens of the real issuer',
  example: {
    expired: { env: 'EXPIRED_TOKEN' },
    notYetValid: { env: 'NOT_YET_VALID_TOKEN' },
    otherAudience: { env: 'OTHER_AUDIENCE_TOKEN' },
    otherIssuer: { env: 'OTHER_ISSUER_TOKEN' },
    otherTenant: { env: 'OTHER_TENANT_TOKEN' },
    idToken: { env: 'ID_TOKEN' },
    revoked: { env: 'REVOKED_TOKEN' },
    lowScope: { env: 'LOW_SCOPE_TOKEN' },
  },
  schema: exported,
})

/** The name of an exported token in the configuration. */
export type ExportedToken = Exclude<keyof z.output<typeof exported>, 'checksRevocation'>

export const exportedTokens = Object.keys(tokens.example) as readonly ExportedToken[]
