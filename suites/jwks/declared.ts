import type { Features } from '../../harness/model/features.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'

/** What the target declares about its keys. Only for checks that need `jwks`. */
export function jwksOf({ features: { jwks } }: TargetConfig): NonNullable<Features['jwks']> {
  if (!jwks) throw new TypeError('the config declares no JWK Set')
  return jwks
}
