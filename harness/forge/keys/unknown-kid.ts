import { randomUUID } from 'node:crypto'
import type { CheckInput } from '../../model/check.ts'
import type { Attempt } from '../../model/expectation.ts'
import { encode } from '../parts.ts'
import { randomLike, signatureOf } from '../tamper.ts'

/** A token whose kid is unknown and whose signature is random: every server must reject it. */
export const tokenWithUnknownKid = ({ token }: Pick<CheckInput, 'token'>, kid: string = randomUUID()): Attempt => ({
  jwt: { header: { kid }, signature: encode(randomLike(signatureOf(token))) },
  retryThrottled: false,
})
