import type { z } from 'zod'

/** Something that a target may offer besides one protected resource. What is not declared is not tested. */
export interface Feature<Schema extends z.ZodType = z.ZodType> {
  /** What it is, in a few words, such as `an open health endpoint`. */
  readonly about: string
  /** What a configuration file may hold under its name, to copy. */
  readonly example: z.input<Schema>
  readonly schema: Schema
}

/** Declares a feature. Its name is its key in harness/features/index.ts. */
export const defineFeature = <Schema extends z.ZodType>(feature: Feature<Schema>): Feature<Schema> => feature
