import type { Declared, Features, JwtCredential, Profile, StaticCredential } from './model.ts'

const nothingDeclared: Declared = {
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

export type ProfileInput = Pick<Profile, 'target' | 'credential'> &
  Partial<Omit<Profile, 'target' | 'credential' | 'accepts' | 'features'>> & {
    readonly accepts?: Partial<Declared>
    readonly features?: Features
  }

/** Fills a profile with what holds unless it says otherwise: GET, `Authorization: Bearer`, nothing declared. */
export function completeProfile({ accepts, ...input }: ProfileInput): Profile {
  return {
    method: 'GET',
    fields: [],
    channel: { field: 'Authorization', scheme: 'Bearer' },
    features: {},
    started: false,
    open: false,
    flood: false,
    secrets: {},
    ...input,
    accepts: { ...nothingDeclared, ...accepts },
  }
}

export const staticCredential = (value: string, source: string): StaticCredential => ({ kind: 'static', value, source })

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
  rules: 'jwt',
  ...input,
})
