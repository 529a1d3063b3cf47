/** The public vocabulary: profiles, checks and runs for those who write their own suites or drivers. */

export { type Config, defineConfig } from './config.ts'
export { apiTop10, asvs, cwe, defineCheck, defineSuite, jwtBcp, mcp, oauth21, oidc, rfc } from './define.ts'
export { type GateStop, type Run, type RunOptions, runSuites } from './engine.ts'
export { ConformanceError, type ErrorCode, errorTable } from './errors.ts'
export type * from './model.ts'
export { completeProfile, jwtCredential, type ProfileInput, staticCredential } from './profile.ts'
export { assembleResults, exitCode, type Results } from './results.ts'
export { openSession, type Session, type SessionOptions } from './session.ts'
