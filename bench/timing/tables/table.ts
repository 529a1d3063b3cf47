import type { TimingServer } from '../../../fixtures/timing/servers.ts'
import type { MeasureOptions } from '../../../harness/timing/measure.ts'
import type { KeptRun } from '../kept.ts'

/** A server that is measured many times. */
export interface Case {
  readonly id: string
  readonly server: TimingServer
  /** Whether another process keeps a core busy. */
  readonly busy?: boolean
}

/** Measurements of real servers, and the table that they give. */
export interface LiveTable {
  readonly name: string
  readonly cases: readonly Case[]
  /** Of each case. */
  readonly runs: number
  /** One after the other with the same process of the server. */
  readonly runsPerStart: number
  readonly options: Pick<MeasureOptions, 'budgetMs' | 'blockMs'>
  /** Markdown, from the runs of this table; `all` are those of the other tables, too. */
  render(runs: readonly KeptRun[], all: readonly KeptRun[]): string
}
