/** Where claims go: what a rule may name. */
export const claimsTargets = ['access_token', 'id_token', 'userinfo', 'introspection'] as const

export type ClaimsTarget = (typeof claimsTargets)[number]

/** Claims added to what is issued, under conditions that must all hold. */
export interface ClaimsRule {
  readonly when?: {
    readonly client?: string
    readonly user?: string
    /** One of the scopes granted. */
    readonly scope?: string
    /** One of the audiences of the access token. */
    readonly audience?: string
    /** The grant type. */
    readonly grant?: string
  }
  /** Default: everywhere. */
  readonly in?: readonly ClaimsTarget[]
  readonly claims: Readonly<Record<string, unknown>>
}

/** What is being issued, as rules see it. */
export interface Issuance {
  readonly client?: string
  readonly user?: string
  readonly scopes: readonly string[]
  readonly audiences: readonly string[]
  readonly grant?: string
}

/** The claims of all rules that apply; later rules win. */
export const claimsByRules = (
  rules: readonly ClaimsRule[],
  tenantPath: ClaimsTarget,
  issuance: Issuance,
): Readonly<Record<string, unknown>> =>
  Object.assign({}, ...rules.filter((rule) => applies(rule, tenantPath, issuance)).map(({ claims }) => claims))

const applies = ({ when = {}, in: places }: ClaimsRule, tenantPath: ClaimsTarget, issuance: Issuance): boolean =>
  (places === undefined || places.includes(tenantPath)) &&
  (when.client === undefined || when.client === issuance.client) &&
  (when.user === undefined || when.user === issuance.user) &&
  (when.grant === undefined || when.grant === issuance.grant) &&
  (when.scope === undefined || issuance.scopes.includes(when.scope)) &&
  (when.audience === undefined || issuance.audiences.includes(when.audience))
