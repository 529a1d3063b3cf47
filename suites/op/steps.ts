import type { Check } from '../../harness/model/check.ts'
import type { Flows, Step } from '../../harness/model/flow.ts'

/** Steps that several checks have in common. */

/** Reads the metadata. Other steps refer to them as `{metadata.scopes_supported}`. */
export const discover: Step = { do: 'discover', as: 'metadata', required: true }

/** A code by a correct request. Other steps refer to it as `{grant.code}`. */
export const obtainCode: Step = { do: 'authorize', as: 'grant', required: true }

/**
 * How many requests are sent in one moment in each round that looks for a race. Many hit a window of some milliseconds;
 * two hit it where a third request would end all tokens, because it comes too late.
 */
export const races = [8, 2, 2, 2, 2] as const

/** A code flow that must succeed before flows that must fail can be judged. */
export const signIn = (as: string): Step => ({ do: 'sign-in', as, required: true })

/** Why a check is skipped that sends nothing without a client. */
export const needsClient: NonNullable<Check['skipIf']> = ({ features: { op } }) =>
  op && !op.client
    ? "no client is named; --client-id with --redirect-uri, or in op: client: { id: 'app' }, redirectUri: 'https://app.example/callback'"
    : undefined

/** Ends a flow that needs a client, where the configuration names none. */
export const onlyWithClient: Step = { do: 'stop', if: { missing: 'op.client' } }

/** Ends a flow for an issuer of which no client is known; with one, other flows show the same. */
export const onlyWithoutClient: Step = { do: 'stop', if: { given: 'op.client' } }

/** Ends a flow for which the configuration declares no second client. */
export const onlyWithOtherClient: Step = { do: 'stop', if: { missing: 'op.otherClient' } }

/** A flow for each row of a table, named as the row. */
export const flowPerRow = <Row>(
  table: Readonly<Record<string, Row>>,
  steps: (row: Row) => readonly Step[],
  prefix = '',
): Flows => Object.fromEntries(Object.entries(table).map(([name, row]) => [`${prefix}${name}`, steps(row)]))
