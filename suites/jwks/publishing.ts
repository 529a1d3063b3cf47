import type { RunContext } from '../../harness/model/run-context.ts'
import { type Fault, withFault } from './fresh-key.ts'

/** A document in place of the JWK Set. */
export const documentFault = (body: string, contentType = 'application/json'): Fault => ({
  kind: 'content-type',
  contentType,
  body,
})

/** Publishes these keys instead of those of the issuer, in their order. */
export const withKeys = <Result>(
  context: Pick<RunContext, 'control'>,
  keys: readonly object[],
  use: () => Promise<Result>,
): Promise<Result> => withFault(context, documentFault(JSON.stringify({ keys })), use)
