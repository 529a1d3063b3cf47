import type { TargetConfig } from '../../model/target-config.ts'
import { heldJwt } from '../jwt-credential.ts'

/** Why the published keys of the issuer are not known; undefined where they are. They are fetched only from an address of the user. */
export function reasonWithoutKeys(config: TargetConfig): string | undefined {
  const jwt = heldJwt(config)
  if (!jwt || config.publishedKeys) return undefined
  return /^HS\d/.test(String(jwt.header.alg))
    ? 'the token is signed with a secret, so that its issuer publishes no key for it'
    : 'the public keys of its issuer are not known; --jwks-url URL or --jwks-file FILE names them'
}
