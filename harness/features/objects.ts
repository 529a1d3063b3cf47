import { z } from 'zod'
import { defineFeature } from './feature.ts'
import { path } from './path.ts'

const canary = 'a text with {canary}, which is replaced by a fresh word each time'
const body = z.string({ error: canary }).includes('{canary}', { error: canary })
const one = path.includes('{id}', { error: 'a path with {id}, such as /notes/{id}' })

/** Objects that belong to the identity that created them. */
export const objects = defineFeature({
  about: 'objects that belong to one identity',
  example: { path: '/notes', body: '{"text":"{canary}"}', one: '/notes/{id}' },
  schema: z.strictObject({
    /** POST creates an object; GET lists the objects of the identity that asks. */
    path,
    body,
    contentType: z.string().default('application/json'),
    /** Where the answer to POST holds the identifier: a member, a dot between names of nested ones. */
    id: z.string({ error: 'the name of a member, such as id' }).default('id'),
    /** Reads it by GET. */
    one,
    /** Changes it, with a body as above. */
    update: z.enum(['PUT', 'PATCH'], { error: 'PUT or PATCH' }).optional(),
    /** Whether DELETE removes it. */
    removable: z.boolean({ error: 'true or false' }).default(false),
  }),
})
