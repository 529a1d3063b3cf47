import type { Settings } from '../../config/schema.ts'

/** The flags as commander reads them, not yet validated. */
export type Flags = Partial<Record<keyof Settings | 'config' | 'suite', unknown>>
