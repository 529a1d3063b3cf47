import { z } from 'zod'
import { defineFeature } from './feature.ts'

const revision = "a revision of MCP: '2025-06-18' or '2025-11-25'"

/** Protected resource metadata (RFC 9728). */
export const prm = defineFeature({
  about: 'protected resource metadata',
  example: { mcp: '2025-11-25' },
  schema: z.strictObject({
    /** The revision of the Model Context Protocol that the target keeps, which asks for more than the RFC. */
    mcp: z.enum(['2025-06-18', '2025-11-25'], { error: revision }).optional(),
    /** The resource identifier that the target is configured with. Default: the URL of the target. */
    resource: z.url({ error: 'the resource identifier, such as https://api.example/mcp' }).optional(),
  }),
})
