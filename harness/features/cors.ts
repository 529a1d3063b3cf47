import { z } from 'zod'
import { defineFeature } from './feature.ts'

const error = 'origins such as https://app.example, or *'

export const cors = defineFeature({
  about: 'an origin whose pages may call the target',
  example: { origins: ['https://app.example'] },
  schema: z.strictObject({
    /** As browsers send them in Origin (RFC 6454 §6.1). */
    origins: z.array(z.string({ error }).regex(/^(\*|https?:\/\/[^/\s]+)$/, { error })).min(1, { error }),
  }),
})
