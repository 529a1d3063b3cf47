import { randomUUID } from 'node:crypto'
import type { Wait } from '../../harness/expect/index.ts'
import { type Json, partsOf } from '../../harness/forge/parts.ts'
import { headerOf } from '../../harness/forge/tamper.ts'
import type { UntrustedSigner } from '../../harness/forge/untrusted-signer.ts'
import { untrustedSignerFor } from '../../harness/forge/untrusted-signer.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { withKeys } from './publishing.ts'
import { wait } from './wait.ts'

/** The algorithm of the usual tokens, which the target accepts. */
export const usualAlg = ({ token }: Pick<RunContext, 'token'>): string => String(headerOf(token).alg)

/** A kid that is in no cache. */
export const freshKid = (name: string): string => `${name}-${randomUUID()}`

/** A token as the issuer would issue it, made when it is sent and signed with a key of ours. */
export const signedBy =
  ({ mint }: Pick<RunContext, 'mint'>, signer: UntrustedSigner, header: Json) =>
  async (): Promise<Attempt> => {
    const token = await mint()
    const { typ } = headerOf(token)
    return { token: signer.token(partsOf(token).payload, { typ, ...header }) }
  }

/**
 * Publishes keys of ours after those of the issuer, and a valid one after them, and waits until the target has fetched
 * them: until it accepts a token signed with the valid one.
 */
export async function withOwnKeys<Result>(
  context: RunContext,
  keys: readonly object[],
  use: (fetched: Wait) => Promise<Result>,
): Promise<Result> {
  const control = untrustedSignerFor(usualAlg(context))
  const kid = freshKid('control')
  const { keys: usual } = await context.control.jwks()
  return withKeys(context, [...usual, ...keys, { ...control.jwk, kid }], async () => {
    const attempt = signedBy(context, control, { kid })
    const within = jwksOf(context.config).newKeyWithin
    return use(await wait(context, 'a good key beside them', { attempt, until: 'accepted', within }))
  })
}
