import { type Json, partsOf } from '../../harness/forge/parts.ts'
import { headerOf } from '../../harness/forge/tamper.ts'
import { type UntrustedSigner, untrustedSignerFor } from '../../harness/forge/untrusted-signer.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { Wait } from '../../harness/model/issuer-steps.ts'
import type { RunContext } from '../../harness/model/run-context.ts'

/** The algorithm of the usual tokens, which the target accepts. */
export const usualAlg = ({ token }: Pick<RunContext, 'token'>): string => String(headerOf(token).alg)

/** A valid token signed with the usual key. */
export const usualToken = ({ token }: Pick<RunContext, 'token'>): Attempt => ({
  jwt: { kid: String(headerOf(token).kid) },
})

/** A kid that is in no cache. */
export const freshKid = (name: string): string => `${name}-${crypto.randomUUID()}`

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
  const body = JSON.stringify({ keys: [...usual, ...keys, { ...control.jwk, kid }] })
  const { id } = await context.control.faults.add({
    ...{ endpoint: 'jwks', kind: 'content-type', contentType: 'application/json', body },
  })
  try {
    return await use(await untilAccepted(context, 'a good key beside them', signedBy(context, control, { kid })))
  } finally {
    await context.control.faults.clear(id)
  }
}

/** Sends a token every second, or a hundred times in a shorter time, until all processes of the target accept it. */
async function untilAccepted(
  { send, pause, config }: RunContext,
  vector: string,
  attempt: () => Promise<Attempt>,
): Promise<Wait> {
  const { jwks } = config.features
  if (!jwks) throw new TypeError('the config declares no JWK Set')
  const { newKeyWithin: withinMs, instances } = jwks
  const needed = instances === 1 ? 1 : 2 * instances
  const answers: Observed[] = []
  const began = performance.now()
  for (let row = 0; ; ) {
    const observed = await send(vector, { ...(await attempt()), retryThrottled: false })
    answers.push(observed)
    row = observed.accepted ? row + 1 : 0
    const tookMs = performance.now() - began
    const reached = row === needed
    if (reached || tookMs > withinMs) return { answers, withinMs, tookMs, reached }
    if (row === 0) await pause(Math.min(1000, withinMs / 100))
  }
}

/** The first answer and the last, which show how a wait ended. */
export const endsOf = ({ answers }: Wait): readonly Observed[] => [
  ...new Set([...answers.slice(0, 1), ...answers.slice(-1)]),
]
