import type { z } from 'zod'
import type {
  groupSchema,
  reportedFindingSchema,
  resultsSchema,
  stopSchema,
  testedTargetSchema,
} from './results-schema.ts'

/** What `results.json` holds. Types only; results-schema.ts says what they mean. */

export type Results = z.infer<typeof resultsSchema>
export type ReportedFinding = z.infer<typeof reportedFindingSchema>
export type Group = z.infer<typeof groupSchema>
export type TestedTarget = z.infer<typeof testedTargetSchema>
export type GateStop = z.infer<typeof stopSchema>
