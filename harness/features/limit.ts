import { z } from 'zod'
import { duration } from './duration.ts'
import { defineFeature } from './feature.ts'
import { secret } from './secret.ts'

const countError = 'a whole number from 1 to 100000'
const count = z.int({ error: countError }).min(1, { error: countError }).max(100_000, { error: countError })
const flag = z.boolean({ error: 'true or false' })
const key = z.enum(['credential', 'address'], { error: 'credential or address' })

/** How many requests a target takes, and by what it counts them. */
export const limit = defineFeature({
  about: 'a rate limit',
  example: { requests: 60, window: '1m' },
  schema: z.strictObject({
    /** Taken in each window. */
    requests: count,
    window: duration.refine((ms) => ms > 0, { error: 'a duration such as 30s, 500ms or 2m' }),
    /** Taken at once by a bucket that refills at `requests` per `window`. Default: the requests of a whole window. */
    burst: count.optional(),
    /** What one client is: everything that is counted alike. */
    by: z.array(key, { error: 'a list of credential and address' }).min(1).default(['credential']),
    /** A credential of its own to exhaust, so that the usual one stays usable. Default: the usual one. */
    credential: secret.optional(),
    /** Processes or machines that each count alone. */
    instances: count.default(1),
    /** Whether requests with a wrong credential are counted too. */
    countsFailures: flag.default(false),
    /** Whether requests from the machine of the target itself are not counted. */
    exemptsLoopback: flag.default(false),
    /** Whether the address in a forwarding field is believed when it comes from where we are. */
    trustsOurAddress: flag.default(false),
  }),
})
