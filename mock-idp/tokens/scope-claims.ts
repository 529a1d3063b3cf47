/** The claims that each standard scope releases (OpenID Connect Core 1.0 §5.4). */
export const claimsOfScopes: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'profile',
    (
      'name family_name given_name middle_name nickname preferred_username profile picture website gender birthdate ' +
      'zoneinfo locale updated_at'
    ).split(' '),
  ],
  ['email', ['email', 'email_verified']],
  ['address', ['address']],
  ['phone', ['phone_number', 'phone_number_verified']],
])

const scopeOfClaim: ReadonlyMap<string, string> = new Map(
  [...claimsOfScopes].flatMap(([scope, claims]) => claims.map((claim) => [claim, scope] as const)),
)

/** The claims that these scopes release. Claims that belong to no standard scope are always released. */
export const releasedClaims = (
  claims: Readonly<Record<string, unknown>> = {},
  scopes: readonly string[],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(claims).filter(([name]) => {
      const scope = scopeOfClaim.get(name)
      return scope === undefined || scopes.includes(scope)
    }),
  )
