import { z } from 'zod'
import { duration } from './duration.ts'
import { defineFeature } from './feature.ts'
import { secret } from './secret.ts'

const text = (error: string) => z.string({ error }).min(1, { error })
const issuer = 'the issuer identifier, such as https://id.example'
const uri = 'a registered redirect URI without query and fragment, such as https://app.example/callback'
const resource = 'a list of resource indicators such as https://api.example'
const field = 'texts or { env: NAME }, by the names of form fields'
const buttons = 'the text, name or value of a button, or a list of those'

const client = z
  .strictObject({
    id: text('a client identifier'),
    /** With neither a secret nor a key it is a public client (RFC 6749 §2.1). */
    secret: secret.optional(),
    /** How the secret is sent (RFC 6749 §2.3.1). */
    auth: z.enum(['basic', 'post'], { error: 'basic or post' }).default('basic'),
    /** A private key, as a JWK or in PEM, or the path of its file: the client signs assertions (RFC 7523 §2.2). */
    key: secret.optional(),
  })
  .refine(({ secret, key }) => secret === undefined || key === undefined, { error: 'a client with a secret or a key' })

/** `press` cannot be a field: it names buttons. */
const signInSchema = z
  .object({
    press: z.union([z.string(), z.array(z.string())], { error: buttons }).optional(),
  })
  .catchall(z.union([z.string(), secret], { error: field }))

/**
 * An authorization server at the origin of the target, and a client that is registered there for these tests; without
 * one, only what needs no client is tested. What the server offers is read from its metadata; the target is any protected
 * resource of the same origin, such as its UserInfo endpoint.
 */
export const op = defineFeature({
  about: 'an authorization server',
  example: { client: { id: 'app', secret: { env: 'CLIENT_SECRET' } }, redirectUri: 'https://app.example/callback' },
  schema: z
    .strictObject({
      /** Byte for byte, as its metadata name it. Default: the origin of the target. */
      issuer: z.url({ protocol: /^https?$/, error: issuer }).optional(),
      client: client.optional(),
      /** Where codes are sent; no server need listen there. Registered exactly so. */
      redirectUri: z
        .url({ error: uri })
        .refine((value) => !/[?#]/.test(value), { error: uri })
        .optional(),
      /** Another client, registered with the same redirect URI. */
      otherClient: client.optional(),
      scope: text('scope names separated by spaces').default('openid'),
      /** Parameters of each authorization request besides the usual ones, such as `{ audience: 'https://api.example' }`. */
      authorizationParameters: z
        .record(z.string(), z.string({ error: 'texts by name' }), { error: 'texts by name' })
        .optional(),
      /**
       * Values of the fields of its sign-in and consent forms, by name; `press` names the buttons to press there, by text,
       * name or value. Default: it signs in without a page that asks for anything.
       */
      signIn: signInSchema.optional(),
      /** `rfc9068`: its access tokens are promised to follow that profile. Default: those that are typed at+jwt are. */
      tokenProfile: z.literal('rfc9068', { error: 'rfc9068' }).optional(),
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
    })
    .refine(({ client, redirectUri }) => client === undefined || redirectUri !== undefined, {
      path: ['redirectUri'],
      error: uri,
    }),
})
