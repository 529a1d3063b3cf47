import type { Features, Profile } from '../../harness/model.ts'

/** What the target declares of its keys. Only for checks that need `jwks`. */
export function jwksOf({ features: { jwks } }: Profile): NonNullable<Features['jwks']> {
  if (!jwks) throw new TypeError('the profile declares no JWK Set')
  return jwks
}
