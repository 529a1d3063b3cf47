import { z } from 'zod'
import { duration } from './duration.ts'
import { defineFeature } from './feature.ts'

const upTo = (most: number, error: string) => duration.refine((ms) => ms > 0 && ms <= most, { error })
const countError = 'a whole number from 1 to 64'

/** How a target follows the JWK Set of its issuer (RFC 7517 §5): it fetches the set, and keeps it for a while. */
export const jwks = defineFeature({
  about: 'a JWK Set that the target fetches from its issuer',
  example: { newKeyWithin: '60s', cacheFor: '1h' },
  schema: z.strictObject({
    /** How long after its publication a key may still be unknown. */
    newKeyWithin: upTo(600_000, 'a duration such as 60s, of 10 minutes at most').default(60_000),
    /** How long a key that was withdrawn may still verify. */
    cacheFor: upTo(86_400_000, 'a duration such as 10m, of a day at most').default(3_600_000),
    /** Least time between two fetches for the sake of unknown keys. */
    cooldown: upTo(600_000, 'a duration such as 30s, of 10 minutes at most').default(30_000),
    /** How long a token may wait for its answer when keys cannot be fetched. */
    failWithin: upTo(60_000, 'a duration such as 10s, of a minute at most').default(10_000),
    /** Processes that fetch and keep keys each for itself. */
    instances: z.int({ error: countError }).min(1, { error: countError }).max(64, { error: countError }).default(1),
    /** How long a check waits at most to see that a withdrawn key is forgotten; beyond that it is inconclusive. */
    waitAtMost: upTo(600_000, 'a duration such as 30s, of 10 minutes at most').default(30_000),
  }),
})
