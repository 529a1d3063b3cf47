import type { Settings } from '../../config/schema.ts'

/** Settings of a run that the command passes on. */
export const runKeys = [
  ...['suites', 'only', 'timeout', 'concurrency', 'strict', 'report', 'results', 'format', 'verbose'],
] as const satisfies readonly (keyof Settings)[]

/** The flags as commander reads them, not yet validated. */
export interface IssuerFlags extends Partial<Record<(typeof runKeys)[number] | 'suite' | 'config', unknown>> {
  readonly issuer?: string
  readonly clientId?: string
  readonly clientSecretEnv?: string
  readonly clientKeyEnv?: string
  readonly clientAuth?: string
  readonly redirectUri?: string
  readonly scope?: string
  readonly signIn?: Readonly<Record<string, unknown>>
  readonly signInEnv?: Readonly<Record<string, unknown>>
  readonly press?: readonly string[]
  readonly authorizationParameter?: Readonly<Record<string, unknown>>
  readonly tokenProfile?: string
}
