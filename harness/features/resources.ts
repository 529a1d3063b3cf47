import { z } from 'zod'
import { defineFeature } from './feature.ts'
import { path } from './path.ts'

export const resources = defineFeature({
  about: 'a list of resources with who may reach them',
  example: [{ path: '/database', allows: ['default'] }, { path: '/public' }],
  schema: z
    .array(
      z.strictObject({
        path,
        /** `default` or names of `identities`; any valid credential when absent. */
        allows: z.array(z.string()).optional(),
      }),
      { error: 'a list such as [{ path: "/database", allows: ["default"] }]' },
    )
    .min(1),
})
