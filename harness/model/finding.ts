import type { Exchange } from './exchange.ts'
import type { Measurement } from './measurement.ts'

/** The outcome of one check on one target. Types only. */

/** How strongly the cited text asks. `security` is best practice without one normative sentence. */
export type Level = 'MUST' | 'SHOULD' | 'MAY' | 'security'

/** What breaking the rule allows, from access without right (`critical`) to a note (`info`). */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'

/**
 * The outcome of one check on one target.
 *
 * - `fail`: the rule is broken; `warn`: a SHOULD is broken (`--strict` makes it fail)
 * - `skip`: an optional feature that the configuration does not declare
 * - `inconclusive`: sent, but nothing follows from it (a control was not accepted, answers changed on repetition)
 * - `error`: our own fault
 */
export type Verdict = 'pass' | 'fail' | 'warn' | 'skip' | 'inconclusive' | 'error'

/** A section of a public document that a check rests on. */
export interface SpecReference {
  readonly document: string
  readonly section: string
  /** Absent for a document without an address of its own. */
  readonly url?: string
}

export type CheckId = `${string}/${string}`

export interface VectorOutcome {
  readonly vector: string
  readonly verdict: Verdict
  /** Texts of the expectations, as judged. */
  readonly expected: readonly string[]
  /** What came instead, where something was broken. */
  readonly received?: string
  readonly notes?: readonly string[]
  readonly severity: Severity
  readonly exchanges: readonly Exchange[]
  /** Where durations were measured, whatever the verdict. */
  readonly measurement?: Measurement
}

export interface Finding {
  /** The id of the check, with `/crash` where requests were rejected, but by a crash. */
  readonly id: string
  readonly check: CheckId
  readonly title: string
  readonly level: Level
  /** The worst of the broken vectors; that of the check when nothing is broken. */
  readonly severity: Severity
  readonly spec: readonly SpecReference[]
  readonly fix: string
  readonly verdict: Verdict
  /** Why it was skipped, inconclusive or in error. */
  readonly reason?: string
  readonly vectors: readonly VectorOutcome[]
}
