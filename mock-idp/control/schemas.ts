import { z } from 'zod'

// Not z.record: it would lose a member named __proto__, which a recipe may well want to send.
const members = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
)

const bytes = z.union([z.string(), z.strictObject({ base64url: z.string().regex(/^[\w-]*$/) })])

export const mintRequest = z.strictObject({
  alg: z.string().exactOptional(),
  kid: z.string().exactOptional(),
  header: members.exactOptional(),
  claims: members.exactOptional(),
  withoutClaims: z.array(z.string()).exactOptional(),
  withoutHeader: z.array(z.string()).exactOptional(),
  rawHeader: bytes.exactOptional(),
  rawPayload: bytes.exactOptional(),
  signature: z.string().exactOptional(),
  now: z.int().exactOptional(),
})

export const rotateRequest = z.strictObject({
  alg: z.string().exactOptional(),
  mode: z.enum(['overlap', 'withdraw']).exactOptional(),
})

export const withdrawRequest = z.strictObject({ kid: z.string() })
