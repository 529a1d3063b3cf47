import type { Tenant } from '../issuer/tenant.ts'
import type { User } from '../issuer/users.ts'
import { userOfFamily } from './refresh-token.ts'

type Claims = Readonly<Record<string, unknown>>

/** The scopes of a token (RFC 9068 §2.2.3). */
export const scopesOf = ({ scope }: Claims): readonly string[] =>
  typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : []

/** The audiences of a token. `aud` is a string or an array (RFC 7519 §4.1.3). */
export const audiencesOf = ({ aud }: Claims): readonly string[] =>
  [aud].flat().filter((one): one is string => typeof one === 'string')

/** The user that a token is about: the current one, or if it was deleted or never configured, that of the authorization. */
export const subjectOf = async (tenant: Tenant, { sub, grant_id: family }: Claims): Promise<User | undefined> => {
  if (typeof sub !== 'string') return undefined
  const known = tenant.users.find(sub)
  if (known?.sub === sub) return known
  const authorizing = typeof family === 'string' ? await userOfFamily(tenant, family) : undefined
  return authorizing?.sub === sub ? authorizing : { sub }
}
