import { randomUUID } from 'node:crypto'
import { tokenWithUnknownKid } from '../../forge/keys/unknown-kid.ts'
import type { UntrustedSigner } from '../../forge/keys/untrusted-signer.ts'
import { partsOf } from '../../forge/parts.ts'
import { headerOf } from '../../forge/tamper.ts'
import type { Attempt } from '../../model/expectation.ts'
import type { RunContext } from '../../model/run-context.ts'
import type { SendTokensStep } from '../../model/steps/issuer.ts'

/** A key that signs tokens: one of the issuer, or one of ours. */
export interface SigningKey {
  readonly kid: string
  /** Missing for a key of the issuer. */
  readonly signer?: Pick<UntrustedSigner, 'token'>
}

/** The algorithm of the usual tokens, which the target accepts. */
export const usualAlg = ({ token }: Pick<RunContext, 'token'>): string => String(headerOf(token).alg)

/** A valid token signed with a key. */
async function tokenBy({ token, mint }: RunContext, key: unknown): Promise<Attempt> {
  const { kid, signer } = typeof key === 'object' ? (key as SigningKey) : { kid: String(headerOf(token).kid) }
  if (!signer) return { jwt: { kid } }
  const minted = await mint()
  return { token: signer.token(partsOf(minted).payload, { typ: headerOf(minted).typ, kid }) }
}

/** Makes the attempts of a step: each is made when it is sent, because a token made before may have expired. */
export function attemptsOf(
  { unknownKid, attempt = {} }: Pick<SendTokensStep, 'unknownKid' | 'attempt'>,
  run: RunContext,
): (key?: unknown) => Promise<Attempt> {
  if (unknownKid === undefined) return async (key) => ({ ...attempt, ...(await tokenBy(run, key)) }) as Attempt
  const same = randomUUID()
  return async () =>
    ({ ...attempt, ...tokenWithUnknownKid(run, unknownKid === 'same' ? same : randomUUID()) }) as Attempt
}
