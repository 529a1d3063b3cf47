import type { Features } from '../features/index.ts'
import { parseJwt } from '../forge/jwt-credential.ts'
import type { DeclaredDeviations, JwtCredential, StaticCredential, TargetConfig } from '../model/target-config.ts'

const nothingDeclared: DeclaredDeviations = {
  schemes: [],
  fields: [],
  query: [],
  issuers: [],
  audiences: [],
  critical: [],
  singleAudienceOnly: false,
  idTokens: false,
  firstAuthorizationWins: false,
}

export type TargetConfigInput = Pick<TargetConfig, 'target' | 'credential'> &
  Partial<Omit<TargetConfig, 'target' | 'credential' | 'accepts' | 'features'>> & {
    readonly accepts?: Partial<DeclaredDeviations>
    readonly features?: Features
  }

/** Fills a configuration with what holds unless it says otherwise: GET, `Authorization: Bearer`, nothing declared. */
export function completeTargetConfig({ accepts, ...input }: TargetConfigInput): TargetConfig {
  return {
    method: 'GET',
    fields: [],
    channel: { field: 'Authorization', scheme: 'Bearer' },
    features: {},
    started: false,
    onLoopback: false,
    open: false,
    allowRemoteBursts: false,
    secrets: {},
    ...input,
    accepts: { ...nothingDeclared, ...accepts },
  }
}

/** A credential that is given. Whether it is a JWT is decided here, once. */
export function staticCredential(value: string, source: string): StaticCredential {
  const jwt = parseJwt(value)
  return { kind: 'static', value, source, ...(jwt && { jwt }) }
}

/** Tokens of the mock issuer; RS256 and ES256 must work unless other algorithms are named. */
export const jwtCredential = (
  audience: string | undefined,
  input: Partial<Omit<JwtCredential, 'kind' | 'audience'>> = {},
): JwtCredential => ({
  kind: 'jwt',
  ...(audience !== undefined && { audience }),
  algorithms: ['RS256'],
  algorithmsAreAllowList: false,
  subject: 'conformance-user',
  clientId: 'conformance',
  claims: {},
  tokenProfile: 'jwt',
  ...input,
})
