import { randomUUID } from 'node:crypto'
import { encode } from '../../harness/forge/parts.ts'
import { randomLike, signatureOf } from '../../harness/forge/tamper.ts'
import type { CheckInput } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

/** A token that names a key of nobody, and that no key of the issuer has signed: nobody may serve it. */
export const byUnknownKey = ({ token }: Pick<CheckInput, 'token'>, kid: string = randomUUID()): Attempt => ({
  jwt: { header: { kid }, signature: encode(randomLike(signatureOf(token))) },
  retryThrottled: false,
})
