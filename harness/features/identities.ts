import { z } from 'zod'
import { defineFeature } from './feature.ts'
import { secret } from './secret.ts'

const error =
  'further credentials by name: { env: "OTHER_TOKEN" }, or { claims: { sub: "bob" } } for tokens of our issuer'

export const identities = defineFeature({
  about: 'a second identity',
  example: { bob: { env: 'BOBS_TOKEN' } },
  schema: z.record(
    // "default" is the credential of the configuration.
    z.string().regex(/^(?!default$)[\w-]+$/, { error: 'a name other than default' }),
    z.union([secret, z.strictObject({ claims: z.record(z.string(), z.unknown()) })], { error }),
    { error },
  ),
})
