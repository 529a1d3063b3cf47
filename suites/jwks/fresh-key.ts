import { headerOf } from '../../harness/forge/tamper.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { ControlledIssuer } from '../../harness/model/issuer.ts'
import type { RunContext } from '../../harness/model/run-context.ts'

/** A key that the issuer made for a check. A new one each time, because targets keep keys for a long time. */
export interface FreshKey {
  readonly kid: string
  /** A valid token signed with this key. */
  readonly attempt: Attempt
}

type Issuing = Pick<RunContext, 'control' | 'token'>

/** The kid of the key that signs valid tokens. */
export const usualKid = ({ token }: Pick<RunContext, 'token'>): string => String(headerOf(token).kid)

/** A valid token signed with a key of the issuer. */
export const tokenBy = (kid: string): Attempt => ({ jwt: { kid } })

/** Publishes a key of the usual algorithm beside the others. It signs from now on, until it is withdrawn. */
export async function publish(context: Issuing): Promise<FreshKey> {
  const { control } = context
  const usual = (await control.keys()).find(({ kid }) => kid === usualKid(context))
  const [rotated] = await control.rotate(usual && { alg: usual.alg })
  if (!rotated) throw new TypeError('the issuer has made no key')
  return { kid: rotated.current, attempt: tokenBy(rotated.current) }
}

/** Publishes a key, and withdraws it again however `use` ends. */
export async function withFreshKey<Result>(context: Issuing, use: (key: FreshKey) => Promise<Result>): Promise<Result> {
  const key = await publish(context)
  try {
    return await use(key)
  } finally {
    await context.control.withdraw(key.kid)
  }
}

/** A fault of the issuer; at its JWK Set, unless it says otherwise. */
export type Fault = Parameters<ControlledIssuer['faults']['add']>[0]

/** Makes the issuer fail, and clears the fault however `use` ends. */
export async function withFault<Result>(
  { control }: Pick<RunContext, 'control'>,
  fault: Fault,
  use: () => Promise<Result>,
): Promise<Result> {
  const { id } = await control.faults.add({ endpoint: 'jwks', ...fault })
  try {
    return await use()
  } finally {
    await control.faults.clear(id)
  }
}
