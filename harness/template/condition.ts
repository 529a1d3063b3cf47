import { credentialKind, mintedJwt } from '../forge/jwt-credential.ts'
import type { Condition, Declared } from '../model/condition.ts'
import type { TargetConfig } from '../model/target-config.ts'

/** Names of schemes and fields have no case (RFC 9110 §5.1, §11.1); the others do. */
const isSame = (kind: keyof Declared, one: string, other: string): boolean =>
  kind === 'schemes' || kind === 'fields' ? one.toLowerCase() === other.toLowerCase() : one === other

/** The names of a kind that the target accepts anyway. */
function usual(kind: keyof Declared, { accepts, channel, credential }: TargetConfig, issuer: string | undefined) {
  if (kind === 'fields') return [channel.field]
  if (kind === 'issuers') return issuer === undefined ? [] : [issuer]
  if (kind !== 'audiences' || credential.kind !== 'jwt') return []
  // An ID token names its client as the audience (OpenID Connect Core §2).
  return [credential.audience ?? '', ...(accepts.idTokens ? [credential.clientId] : [])]
}

/** Whether the target declares one of these deviations. `issuer` is the one that it trusts. */
export const isDeclared = (declared: Declared, config: TargetConfig, issuer?: string): boolean =>
  (Object.keys(declared) as (keyof Declared)[]).some((kind) => {
    const names = [...config.accepts[kind], ...usual(kind, config, issuer)]
    return names.some((name) => isSame(kind, name, declared[kind] ?? ''))
  })

/** Whether a condition holds for a target. */
export function holds(condition: Condition, config: TargetConfig): boolean {
  const { declares, credential, issuer, tokenProfile, audience, open, singleAudienceOnly, not } = condition
  const minted = mintedJwt(config)
  return [
    declares === undefined || isDeclared(declares, config),
    credential === undefined || credentialKind(config) === credential,
    issuer === undefined || (minted !== undefined) === issuer,
    tokenProfile === undefined || minted?.tokenProfile === tokenProfile,
    audience === undefined || (minted?.audience !== undefined) === audience,
    open === undefined || config.open === open,
    singleAudienceOnly === undefined || config.accepts.singleAudienceOnly === singleAudienceOnly,
    not === undefined || !holds(not, config),
  ].every(Boolean)
}
