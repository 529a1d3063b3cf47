import { z } from 'zod'
import { duration } from './duration.ts'
import { defineFeature } from './feature.ts'
import { path } from './path.ts'
import { secret } from './secret.ts'

const text = (error: string) => z.string({ error }).min(1, { error })
const flag = z.boolean({ error: 'true or false' })
const member = text('the name of a member, such as access_token; a dot between names of nested ones')

/** Names in requests, and of members in answers. */
const names = z.strictObject({
  username: text('the name of a member of the request').default('username'),
  password: text('the name of a member of the request').default('password'),
  /** In the answer. */
  access: member.optional(),
  /** In the answer. */
  refresh: member.optional(),
  /** In the request that refreshes, and that logs out. Default: as in the answer; `refresh_token` and `token` by OAuth. */
  sent: text('the name of a member of the request').optional(),
  /** In the answer, where there is one. */
  idToken: member.optional(),
})

const declared = z.strictObject({
  /** `oauth`: a token endpoint (RFC 6749 §3.2) that takes forms; `application`: endpoints of its own. */
  rules: z.enum(['oauth', 'application'], { error: 'oauth or application' }).default('application'),
  path,
  /** Default: for `oauth` the same path. */
  refresh: path.optional(),
  /** Takes the refresh token and the access token; for `oauth` the revocation endpoint (RFC 7009 §2). */
  logout: path.optional(),
  format: z.enum(['json', 'form'], { error: 'json or form' }).optional(),
  username: text('the name of a user of the target'),
  password: secret,
  /** The OAuth client, sent in the body (RFC 6749 §2.3.1); with a secret it is a confidential one. */
  client: z.strictObject({ id: text('a client identifier'), secret: secret.optional() }).optional(),
  /** Further members of the login request, such as `{ scope: 'offline_access' }`. */
  with: z.record(z.string(), z.string({ error: 'texts by name' }), { error: 'texts by name' }).default({}),
  names: names.default({ username: 'username', password: 'password' }),
  /** Whether each refresh answers a new refresh token and uses up the old one. */
  rotates: flag.default(true),
  /** How long a refresh token that was rotated away still works, for clients that lost the answer. */
  grace: duration.default(0),
})

/** A target that gives out its own tokens: where, how it is asked, and what it promises of refresh tokens. */
export const login = defineFeature({
  about: 'a login that answers with access and refresh tokens',
  example: { path: '/auth/login', refresh: '/auth/refresh', username: 'demo', password: { env: 'PASSWORD' } },
  schema: declared,
})
