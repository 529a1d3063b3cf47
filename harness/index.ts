/** The public vocabulary: configurations, checks and runs for those who write their own suites or drivers. */

export { type Config, defineConfig } from './config/define-config.ts'
export {
  completeTargetConfig,
  jwtCredential,
  staticCredential,
  type TargetConfigInput,
} from './config/target-config.ts'
export { type Run, type RunOptions, runSuites } from './core/engine.ts'
export { openSession, type Session, type SessionOptions } from './core/session.ts'
export {
  apiTop10,
  asvs,
  cwe,
  defineCheck,
  defineSuite,
  fetchStandard,
  jwtBcp,
  mcp,
  oauth21,
  oidc,
  oidcDiscovery,
  rfc,
} from './define.ts'
export { ConformanceError, type ErrorCode, errorTable } from './errors.ts'
export type * from './model/check.ts'
export type * from './model/exchange.ts'
export type * from './model/expectation.ts'
export type * from './model/finding.ts'
export type { GateStop, ReportedFinding, Results } from './model/results.ts'
export { assembleResults, exitCode } from './report/results.ts'
