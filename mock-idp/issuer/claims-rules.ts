/** What a rule can add claims to. */
export const claimsTargets = ['access_token', 'id_token', 'userinfo', 'introspection'] as const

export type ClaimsTarget = (typeof claimsTargets)[number]

/** Adds claims if all conditions in `when` hold. */
export interface ClaimsRule {
  readonly when?: {
    readonly client?: string
    readonly user?: string
    /** One of the granted scopes. */
    readonly scope?: string
    /** One of the audiences of the access token. */
    readonly audience?: string
    /** The grant type. */
    readonly grant?: string
  }
  /** Default: all of them. */
  readonly in?: readonly ClaimsTarget[]
  readonly claims: Readonly<Record<string, unknown>>
}

/** What is issued, as far as conditions can depend on it. */
export interface Issuance {
  readonly client?: string
  readonly user?: string
  readonly scopes: readonly string[]
  readonly audiences: readonly string[]
  readonly grant?: string
}

/** The claims of all rules that apply. Later rules override earlier ones. */
export const claimsByRules = (
  rules: readonly ClaimsRule[],
  target: ClaimsTarget,
  issuance: Issuance,
): Readonly<Record<string, unknown>> =>
  Object.assign({}, ...rules.filter((rule) => applies(rule, target, issuance)).map(({ claims }) => claims))

const applies = ({ when = {}, in: targets }: ClaimsRule, target: ClaimsTarget, issuance: Issuance): boolean =>
  (targets === undefined || targets.includes(target)) &&
  (when.client === undefined || when.client === issuance.client) &&
  (when.user === undefined || when.user === issuance.user) &&
  (when.grant === undefined || when.grant === issuance.grant) &&
  (when.scope === undefined || issuance.scopes.includes(when.scope)) &&
  (when.audience === undefined || issuance.audiences.includes(when.audience))
