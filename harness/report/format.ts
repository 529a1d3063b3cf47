import type { Results } from '../model/results.ts'

/** How text for a terminal is written; formats for programs have no use for it. */
export interface TextStyle {
  readonly color: boolean
  /** Every broken vector in full, not only the first of each finding. */
  readonly verbose: boolean
}

/** A way to write results, for `--report name=path` and `--format name`. */
export interface ReportFormat {
  readonly name: string
  /** A few words for the help. */
  readonly about: string
  /** Of a file whose path is not given: `results.extension`. */
  readonly extension: string
  render(results: Results, style: TextStyle): string | Promise<string>
}
