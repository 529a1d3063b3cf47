import { z } from 'zod'
import { defineFeature } from './feature.ts'
import { path } from './path.ts'

export const health = defineFeature({
  about: 'an open health endpoint',
  example: { path: '/health' },
  schema: z.strictObject({ path }),
})
