import type { Expectation } from '../model/expectation.ts'
import type { Severity } from '../model/finding.ts'

/** A requirement by what is wrong with a subject: `problemOf` says what came instead, or undefined when nothing is. */
export const rule = <Subject>(
  text: string,
  problemOf: (subject: Subject) => string | undefined,
  { severity }: { readonly severity?: Severity } = {},
): Expectation<Subject> => ({
  text,
  judge: (subject) => {
    const received = problemOf(subject)
    return received === undefined ? { kind: 'met' } : { kind: 'broken', received, ...(severity && { severity }) }
  },
})
