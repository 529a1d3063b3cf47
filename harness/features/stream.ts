import { z } from 'zod'
import { defineFeature } from './feature.ts'
import { path } from './path.ts'

/** A protected answer that does not end, or a protected upgrade. */
export const stream = defineFeature({
  about: 'a protected stream',
  example: { path: '/events' },
  schema: z.strictObject({
    path,
    /** Server-sent events, or a WebSocket (RFC 6455 §4.1). */
    protocol: z.enum(['events', 'websocket'], { error: 'events or websocket' }).default('events'),
  }),
})
