import type { Finding } from '../model/finding.ts'
import type { ReportedFinding } from '../model/results.ts'

/** A finding alone, as a test tells it, belongs to no document. */
export type Told = Finding & Pick<Partial<ReportedFinding>, 'notPromised'>

/** The rule of a finding as a sentence. */
export const ruleOf = ({ id, check, title }: Finding): string =>
  `${id === check ? '' : 'Access was withheld, but by a crash. '}The server ${title}.`

/** What is to be said of a finding besides its rule. */
export const remarksOf = ({ notPromised, reason }: Told): readonly string[] => [
  ...(notPromised ? [`The document of the system does not promise this: ${notPromised}.`] : []),
  ...(reason ? [reason] : []),
]
