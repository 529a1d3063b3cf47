import type { z } from 'zod'
import type {
  checkIdSchema,
  findingSchema,
  levelSchema,
  severitySchema,
  specReferenceSchema,
  vectorOutcomeSchema,
  verdictSchema,
} from './results-schema.ts'

/** The outcome of one check on one target. Types only; results-schema.ts documents them. */

export type Level = z.infer<typeof levelSchema>
export type Severity = z.infer<typeof severitySchema>
export type Verdict = z.infer<typeof verdictSchema>
export type SpecReference = z.infer<typeof specReferenceSchema>
export type CheckId = z.infer<typeof checkIdSchema>
export type VectorOutcome = z.infer<typeof vectorOutcomeSchema>
export type Finding = z.infer<typeof findingSchema>
