import { z } from 'zod'
import { defineFeature } from './feature.ts'

const variable = z
  .string({ error: 'the name of an environment variable, such as API_TOKEN' })
  .regex(/^[A-Za-z_]\w*$/, { error: 'the name of an environment variable, such as API_TOKEN' })

const lengthError = 'a whole number of characters from 1 to 4096'

/** By which variables of its environment a target that we start is configured. */
export const launch = defineFeature({
  about: 'a variable that configures the target',
  example: { secret: 'API_TOKEN', minimum: 32 },
  schema: z.strictObject({
    /** Holds the shared token or key. */
    secret: variable.optional(),
    /** The length in characters below which a secret must stop the start. */
    minimum: z.int({ error: lengthError }).min(1, { error: lengthError }).max(4096, { error: lengthError }).optional(),
    /** Selects how requests are authenticated. */
    mode: z
      .strictObject({
        name: variable,
        /** What it is set to. */
        value: z.string({ error: 'a mode' }),
        /** Whether a missing mode is documented to mean that every request is accepted. */
        opensByDefault: z.boolean({ error: 'true or false' }).default(false),
      })
      .optional(),
    /** Hold the issuer and the audience that tokens must have. */
    issuer: variable.optional(),
    audience: variable.optional(),
    /** Whether it finds the keys by the metadata of its issuer, and not at a JWKS URI of its settings. */
    discovery: z.boolean({ error: 'true or false' }).optional(),
  }),
})
