import { z } from 'zod'
import { defineFeature } from './feature.ts'
import { path } from './path.ts'

export const scopes = defineFeature({
  about: 'a table of the scopes that requests need',
  example: [
    { path: '/notes', scope: 'notes:read' },
    { method: 'POST', path: '/notes', scope: 'notes:write' },
  ],
  schema: z
    .array(
      z.strictObject({
        method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
        path,
        /** One scope token (RFC 6749 §3.3). */
        scope: z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, { error: 'one scope, without spaces' }),
      }),
      { error: 'a list such as [{ method: "GET", path: "/notes", scope: "notes:read" }]' },
    )
    .min(1),
})
