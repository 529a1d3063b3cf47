import { z } from 'zod'
import { defineFeature } from './feature.ts'
import { path } from './path.ts'

const canary = 'a text with {canary}, which is replaced by a fresh word each time'

export const write = defineFeature({
  about: 'an endpoint that changes something',
  example: { method: 'POST', path: '/notes', body: '{"text":"{canary}"}', read: '/notes' },
  schema: z.strictObject({
    method: z.enum(['POST', 'PUT', 'PATCH'], { error: 'POST, PUT or PATCH' }),
    path,
    body: z.string({ error: canary }).includes('{canary}', { error: canary }),
    contentType: z.string().default('application/json'),
    /** Where a valid GET shows what was written. */
    read: path,
  }),
})
