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

/** The algorithm of the usual tokens, which the target takes. */
export const usualAlg = ({ token }: Pick<RunContext, 'token'>): string => String(headerOf(token).alg)

/** A kid that no cache has seen. */
export const freshKid = (name: string): string => `${name}-${randomUUID()}`

/** A token as the issuer would give out, made when it is sent and signed with a key that we hold. */
export const signedBy =
  ({ mint }: Pick<RunContext, 'mint'>, stranger: UntrustedSigner, header: Json) =>
  async (): Promise<Attempt> => {
    const token = await mint()
    const { typ } = headerOf(token)
    return { token: stranger.token(partsOf(token).payload, { typ, ...header }) }
  }

/**
 * Publishes keys of our own behind those of the issuer, and one more that is good, and waits until the target has
 * fetched them, which it shows by serving a token by the good one.
 */
export async function withForeignKeys<Result>(
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
    return use(await wait(context, 'a good key beside them', { attempt, until: 'served', within }))
  })
}
