import type { Flows, Step } from '../../harness/model/flow.ts'

/** Steps that several checks have in common. */

/** Reads the metadata. Other steps refer to them as `{metadata.scopes_supported}`. */
export const discover: Step = { do: 'discover', as: 'metadata', required: true }

/** A code by a correct request. Other steps refer to it as `{grant.code}`. */
export const obtainCode: Step = { do: 'authorize', as: 'grant', required: true }

/** A code flow that must succeed before flows that must fail can be judged. */
export const signIn = (as: string): Step => ({ do: 'sign-in', as, required: true })

/** Ends a flow for which the configuration declares no second client. */
export const onlyWithOtherClient: Step = { do: 'stop', if: { missing: 'op.otherClient' } }

/** A flow for each row of a table, named as the row. */
export const flowPerRow = <Row>(
  table: Readonly<Record<string, Row>>,
  steps: (row: Row) => readonly Step[],
  prefix = '',
): Flows => Object.fromEntries(Object.entries(table).map(([name, row]) => [`${prefix}${name}`, steps(row)]))
