import type { VectorCheck } from '../../harness/model/check.ts'
import type { SpecReference } from '../../harness/model/finding.ts'

/** Where a promise was made: the document of a system, by the heading of its section. */
export const promisedBy = (document: string, section: string): SpecReference => ({ document, section: `"${section}"` })

/** What promises have in common: the document says so, and that is all. */
export const promise = { level: 'MUST', severity: 'medium' } as const satisfies Pick<VectorCheck, 'level' | 'severity'>

export const statusOnly = 'the document tells the status of a refusal, and no challenge'
