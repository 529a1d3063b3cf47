import { randomUUID } from 'node:crypto'
import type { Attempt, Known } from '../../harness/model.ts'
import { encode } from '../forge/parts.ts'
import { randomLike, signatureOf } from '../forge/tamper.ts'

/** A token that names a key of nobody, and that no key of the issuer has signed: nobody may serve it. */
export const byUnknownKey = ({ token }: Pick<Known, 'token'>, kid: string = randomUUID()): Attempt => ({
  jwt: { header: { kid }, signature: encode(randomLike(signatureOf(token))) },
  asItComes: true,
})
