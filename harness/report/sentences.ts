import type { Finding } from '../model/finding.ts'
import type { ReportedFinding } from '../model/results.ts'

/** A finding without the opinion of a document, as a vitest test reports it. */
export type DetailedFinding = Finding & Pick<Partial<ReportedFinding>, 'notPromised'>

/** The rule of a finding as a sentence. */
export const ruleOf = ({ id, check, title }: Finding): string =>
  `${id === check ? '' : 'Not accepted, but only because of a server error, a reset or a timeout. '}The server ${title}.`

/** Remarks on a finding besides its rule. */
export const remarksOf = ({ notPromised, reason }: DetailedFinding): readonly string[] => [
  ...(notPromised ? [`The document of the system does not promise this: ${notPromised}.`] : []),
  ...(reason ? [reason] : []),
]
