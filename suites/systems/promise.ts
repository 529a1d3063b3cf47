import type { VectorCheck } from '../../harness/model/check.ts'
import type { SpecReference } from '../../harness/model/finding.ts'

/** Where a promise is documented: the document of a system, by the heading of its section. */
export const promisedBy = (document: string, section: string): SpecReference => ({ document, section: `"${section}"` })

/** Level and severity of a documented promise, unless its check says otherwise. */
export const promise = { level: 'MUST', severity: 'medium' } as const satisfies Pick<VectorCheck, 'level' | 'severity'>

export const statusOnly = 'the document names the status of a rejection, and no challenge'
