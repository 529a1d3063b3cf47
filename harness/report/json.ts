import type { Results } from '../model/results.ts'

/** The results as `docs/results.schema.json` describes them. */
export const renderJson = (results: Results): string => `${JSON.stringify(results, undefined, 2)}\n`
