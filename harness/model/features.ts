/** What a target may declare besides one protected resource. Types only. */
export type { FeatureName, Features } from '../features/index.ts'
export type { ExportedToken } from '../features/tokens.ts'
