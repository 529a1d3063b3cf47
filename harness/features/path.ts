import { z } from 'zod'

const error = 'a path such as /health, with a query where needed'

/** Path and query at the origin of the target (RFC 9112 §3.2.1); no other origin can be named. */
export const path = z.string({ error }).regex(/^\/(?!\/)[\x21-\x7e]*$/, { error })
