import { z } from 'zod'

const error = 'the name of an environment variable that holds it, such as { env: "OTHER_TOKEN" }'

/** A secret is named, never written: its value comes from the environment when a run starts. */
export const secret = z.strictObject({ env: z.string({ error }).regex(/^[A-Z_][A-Z0-9_]*$/, { error }) }, { error })

/** Names of all secrets in the value of a feature, however deep. */
export function secretNames(value: unknown): readonly string[] {
  const read = secret.safeParse(value)
  if (read.success) return [read.data.env]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretNames) : []
}
