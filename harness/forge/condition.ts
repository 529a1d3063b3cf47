import type { Condition, Declared } from '../model/condition.ts'
import type { TargetConfig } from '../model/target-config.ts'

/** Names of schemes and fields have no case (RFC 9110 §5.1, §11.1); the others do. */
const isSame = (kind: keyof Declared, one: string, other: string): boolean =>
  kind === 'schemes' || kind === 'fields' ? one.toLowerCase() === other.toLowerCase() : one === other

/** Whether the target declares one of these deviations. */
export const isDeclared = (declared: Declared, { accepts, channel }: TargetConfig): boolean =>
  (Object.keys(declared) as (keyof Declared)[]).some((kind) => {
    const names = kind === 'fields' ? [...accepts.fields, channel.field] : accepts[kind]
    return names.some((name) => isSame(kind, name, declared[kind] ?? ''))
  })

/** Whether a condition holds for a target. */
export function holds(condition: Condition, config: TargetConfig): boolean {
  const { declares, credential, tokenProfile, audience, open, not } = condition
  const jwt = config.credential.kind === 'jwt' ? config.credential : undefined
  return [
    declares === undefined || isDeclared(declares, config),
    credential === undefined || config.credential.kind === credential,
    tokenProfile === undefined || jwt?.tokenProfile === tokenProfile,
    audience === undefined || (jwt?.audience !== undefined) === audience,
    open === undefined || config.open === open,
    not === undefined || !holds(not, config),
  ].every(Boolean)
}
