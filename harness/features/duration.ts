import { z } from 'zod'
import { parseDuration } from '../config/duration.ts'

const error = 'a duration such as 30s, 500ms or 2m'

/** Read as milliseconds; a day at most. */
export const duration = z
  .string({ error })
  .transform(parseDuration)
  .refine((ms) => ms !== undefined && ms <= 86_400_000, { error })
  .transform((ms) => ms ?? 0)
