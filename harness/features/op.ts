import { z } from 'zod'
import { duration } from './duration.ts'
import { defineFeature } from './feature.ts'
import { secret } from './secret.ts'

const text = (error: string) => z.string({ error }).min(1, { error })
const issuer = 'the issuer identifier, such as https://id.example'
const uri = 'a registered redirect URI without query and fragment, such as https://app.example/callback'
const resource = 'a list of resource indicators such as https://api.example'
const field = 'texts or { env: NAME }, by the names of form fields'

const client = z.strictObject({
  id: text('a client identifier'),
  /** Absent: a public client (RFC 6749 §2.1). */
  secret: secret.optional(),
  /** How the secret is sent (RFC 6749 §2.3.1). */
  auth: z.enum(['basic', 'post'], { error: 'basic or post' }).default('basic'),
})

/**
 * An authorization server at the origin of the target, and a client that is registered there for these tests. What it
 * offers is read from its metadata; the target is any protected resource of the same origin, such as its UserInfo
 * endpoint.
 */
export const op = defineFeature({
  about: 'an authorization server',
  example: { client: { id: 'app', secret: { env: 'CLIENT_SECRET' } }, redirectUri: 'https://app.example/callback' },
  schema: z.strictObject({
    /** Byte for byte, as its metadata name it. Default: the origin of the target. */
    issuer: z.url({ protocol: /^https?$/, error: issuer }).optional(),
    client,
    /** Where codes are sent; no server need listen there. Registered exactly so. */
    redirectUri: z.url({ error: uri }).refine((value) => !/[?#]/.test(value), { error: uri }),
    /** Another client, registered with the same redirect URI. */
    otherClient: client.optional(),
    scope: text('scope names separated by spaces').default('openid'),
    /** Values of the fields of its sign-in and consent forms, by name. Default: it signs in without a page. */
    signIn: z.record(z.string(), z.union([z.string(), secret], { error: field }), { error: field }).optional(),
    /** Resources that its tokens can be for (RFC 8707 §2), and no others. Not declared: not tried. */
    resources: z
      .array(z.url({ error: resource }), { error: resource })
      .min(1, { error: resource })
      .optional(),
    /** How long a code can be redeemed; at most a minute is waited out. Not declared: not tried. */
    codeLifetime: duration.optional(),
    /** How long the same code may be redeemed again, for clients that lost the answer. */
    retry: duration.default(0),
    /** How long a refresh token that was rotated away still works, for the same reason. */
    grace: duration.default(0),
  }),
})
