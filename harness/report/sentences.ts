import type { Finding, VectorOutcome } from '../model/finding.ts'
import type { ReportedFinding } from '../model/results.ts'

/** A finding without the opinion of a document, as a vitest test reports it. */
export type DetailedFinding = Finding & Pick<Partial<ReportedFinding>, 'notPromised'>

/** The rule of a finding as a sentence. */
export const ruleOf = ({ id, check, title }: Finding): string =>
  `${id === check ? '' : 'Not accepted, but only because of a server error, a reset or a timeout. '}The server ${title}.`

/** Remarks on a finding besides its rule. */
export const remarksOf = ({ notPromised, reason, vectors = [] }: DetailedFinding): readonly string[] => [
  ...(notPromised ? [`The document of the system does not promise this: ${notPromised}.`] : []),
  ...(reason ? [reason] : []),
  ...notTriedOf(vectors),
]

/** Vectors that were not tried, by what the target lacks for them. */
function notTriedOf(vectors: readonly VectorOutcome[]): readonly string[] {
  const reasons = new Map<string, readonly string[]>()
  for (const { verdict, vector, notes = [] } of vectors) {
    if (verdict !== 'skip') continue
    const reason = notes.join('; ')
    reasons.set(reason, [...(reasons.get(reason) ?? []), vector])
  }
  return [...reasons].map(([reason, names]) => {
    const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : ''
    return `${names.slice(0, namesShown).join(', ')}${more}: ${reason}`
  })
}

const namesShown = 3
