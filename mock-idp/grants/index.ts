import type { Settings } from '../settings.ts'
import { authorizationCode } from './authorization-code.ts'
import { clientCredentials } from './client-credentials.ts'
import { deviceCode } from './device-code.ts'
import type { Grant } from './grant.ts'
import { jwtBearer } from './jwt-bearer.ts'
import { password } from './password.ts'
import { refreshToken } from './refresh-token.ts'
import { tokenExchange } from './token-exchange.ts'

const grants: readonly Grant[] = [
  authorizationCode,
  refreshToken,
  clientCredentials,
  deviceCode,
  tokenExchange,
  jwtBearer,
  password,
]

const byType: ReadonlyMap<string, Grant> = new Map(grants.map((grant) => [grant.grantType, grant]))

export const findGrant = (grantType: string, settings: Settings): Grant | undefined => {
  const grant = byType.get(grantType)
  return grant?.offered?.(settings) === false ? undefined : grant
}

export const grantTypesOf = (settings: Settings): readonly string[] =>
  grants.filter(({ offered }) => offered?.(settings) !== false).map(({ grantType }) => grantType)
