import { randomUUID } from 'node:crypto'
import type { CheckInput } from '../../model/check.ts'
import type { Attempt } from '../../model/expectation.ts'
import { mintedJwt } from '../jwt-credential.ts'
import { encode } from '../parts.ts'
import { randomLike, signatureOf, withHeaderMembers, withSignature } from '../tamper.ts'

/** A token whose kid is unknown and whose signature is random: every server must reject it. */
export function tokenWithUnknownKid(
  { token, config }: Pick<CheckInput, 'token' | 'config'>,
  kid: string = randomUUID(),
): Attempt {
  const signature = randomLike(signatureOf(token))
  // Minted anew, because a run may outlast the token of the check.
  return mintedJwt(config)
    ? { jwt: { header: { kid }, signature: encode(signature) }, retryThrottled: false }
    : { token: withSignature(withHeaderMembers(token, { kid }), signature), retryThrottled: false }
}
