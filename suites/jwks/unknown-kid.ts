import { randomUUID } from 'node:crypto'
import { encode } from '../../harness/forge/parts.ts'
import { randomLike, signatureOf } from '../../harness/forge/tamper.ts'
import type { CheckInput } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

/** A token whose kid is unknown and whose signature is random: every server must reject it. */
export const tokenWithUnknownKid = ({ token }: Pick<CheckInput, 'token'>, kid: string = randomUUID()): Attempt => ({
  jwt: { header: { kid }, signature: encode(randomLike(signatureOf(token))) },
  retryThrottled: false,
})
