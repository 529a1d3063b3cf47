import { z } from 'zod'
import { clientAuthMethods } from '../clients/clients.ts'
import { faultKindNames } from '../faults/fault.ts'
import { claimsTargets } from '../issuer/claims-rules.ts'
import type { JwkSet } from '../keys/jwk.ts'

// Not z.record: it loses a member named __proto__, which a recipe may contain.
const members = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
)

const text = z.string()
const some = text.exactOptional()
const seconds = z.int().min(1)
const texts = z.array(text).exactOptional()
const audience = z.union([text, z.array(text)]).exactOptional()
const accessTokens = z.enum(['at+jwt', 'jwt', 'opaque'])

const bytes = z.union([text, z.strictObject({ base64url: text.regex(/^[\w-]*$/) })])

export const mintRequest = z.strictObject({
  alg: some,
  kid: some,
  header: members.exactOptional(),
  claims: members.exactOptional(),
  withoutClaims: texts,
  withoutHeader: texts,
  rawHeader: bytes.exactOptional(),
  rawPayload: bytes.exactOptional(),
  signature: some,
  now: z.int().exactOptional(),
  flaw: some,
})

export const rotateRequest = z.strictObject({
  alg: some,
  mode: z.enum(['overlap', 'withdraw']).exactOptional(),
  overlap: seconds.exactOptional(),
})

export const keyRequest = z.strictObject({ kid: text })

export const scheduleRequest = z.strictObject({
  every: seconds.nullable(),
  overlap: z.int().min(0).exactOptional(),
  announce: z.int().min(0).exactOptional(),
})

export const faultRequest = z.strictObject({
  endpoint: some,
  kind: z.enum(faultKindNames),
  times: z.int().min(1).exactOptional(),
  status: z.int().min(200).max(599).exactOptional(),
  body: some,
  ms: z.int().min(0).max(600_000).exactOptional(),
  bytes: z
    .int()
    .min(0)
    .max(1024 ** 3)
    .exactOptional(),
  gzip: z.literal(true).exactOptional(),
  location: text.regex(/^[\x21-\x7e]+$/).exactOptional(),
  contentType: text.regex(/^[\x20-\x7e]+$/).exactOptional(),
  issuer: some,
})

export const clockRequest = z.strictObject({
  set: z.union([z.int(), text]).exactOptional(),
  advance: z.union([z.int(), text]).exactOptional(),
  freeze: z.boolean().exactOptional(),
  reset: z.literal(true).exactOptional(),
})

const number = z.coerce.number().int().min(0)

export const journalQuery = z.strictObject({
  endpoint: some,
  client: some,
  status: number.exactOptional(),
  after: number.exactOptional(),
  limit: number.exactOptional(),
})

export const waitRequest = z.strictObject({
  endpoint: some,
  client: some,
  status: z.int().exactOptional(),
  after: z.int().exactOptional(),
  count: z.int().min(1).max(1000).exactOptional(),
  timeout: z.int().min(0).max(60_000).exactOptional(),
})

export const userRequest = z.strictObject({
  sub: text.min(1).exactOptional(),
  username: some,
  password: some,
  claims: members.exactOptional(),
})

const jwks = z.custom<JwkSet>(
  (value) => typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys),
  'must be a JWK Set',
)

export const clientRequest = z.strictObject({
  clientId: text.min(1).exactOptional(),
  clientSecret: some,
  authMethod: z.enum(clientAuthMethods).exactOptional(),
  jwks: jwks.exactOptional(),
  name: some,
  redirectUris: texts,
  anyLoopbackRedirect: z.boolean().exactOptional(),
  postLogoutRedirectUris: texts,
  backchannelLogoutUri: z.url({ protocol: /^https?$/ }).exactOptional(),
  grantTypes: texts,
  scope: some,
  audience,
  accessTokens: accessTokens.exactOptional(),
  idTokenAlg: some,
  requirePar: z.boolean().exactOptional(),
  requireDpop: z.boolean().exactOptional(),
})

const claimsRule = z.strictObject({
  when: z.strictObject({ client: some, user: some, scope: some, audience: some, grant: some }).exactOptional(),
  in: z.array(z.enum(claimsTargets)).exactOptional(),
  claims: members,
})

export const settingsRequest = z.strictObject({
  accessTokens: accessTokens.exactOptional(),
  audience,
  lifetimes: z
    .strictObject({
      accessToken: seconds.exactOptional(),
      idToken: seconds.exactOptional(),
      refreshToken: seconds.exactOptional(),
      code: seconds.exactOptional(),
      deviceCode: seconds.exactOptional(),
      session: seconds.exactOptional(),
    })
    .exactOptional(),
  signIn: z.enum(['page', 'automatic']).exactOptional(),
  passwords: z.boolean().exactOptional(),
  consent: z.boolean().exactOptional(),
  pkce: z.enum(['S256', 'plain', 'optional']).exactOptional(),
  rotateRefreshTokens: z.boolean().exactOptional(),
  passwordGrant: z.boolean().exactOptional(),
  permissive: z.boolean().exactOptional(),
  dpopNonce: z.boolean().exactOptional(),
  claims: z.array(claimsRule).exactOptional(),
})

export const verifyRequest = z.strictObject({ token: text })
