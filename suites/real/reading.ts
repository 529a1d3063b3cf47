/** What a JWT says of itself. Nothing here is verified. */

type Json = Readonly<Record<string, unknown>>

const words = (value: unknown): readonly string[] =>
  [value].flat().flatMap((each) => (typeof each === 'string' && each !== '' ? each.split(' ') : []))

/** RFC 7519 §4.1.3: one text or a list. */
export const audiencesOf = ({ aud }: Json): readonly string[] =>
  [aud].flat().filter((each): each is string => typeof each === 'string')

/** All scopes and permissions, by the names that providers give the claim (RFC 9068 §2.2.3 has `scope`). */
export const scopesOf = ({ scope, scp, permissions, roles }: Json): readonly string[] =>
  [scope, scp, permissions, roles].flatMap(words)

/** The tenant or organization, by the claims that providers name it with. */
const tenantClaims = ['tid', 'org_id', 'organization_id', 'o.id', 'iss'] as const

const claimAt = (claims: Json, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Json | undefined)?.[name], claims)

/** The first claim that names another tenant than that of the other token. */
export function otherTenantIn(claims: Json, other: Json): string | undefined {
  const name = tenantClaims.find((path) => claimAt(claims, path) !== claimAt(other, path))
  return name && `${name} ${JSON.stringify(claimAt(claims, name)) ?? 'missing'}`
}

const units = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const

/** A duration in seconds as people say it, such as `3 days`. */
export function inWords(seconds: number): string {
  const [size, name] = units.find(([size]) => seconds >= size) ?? units[3]
  const count = Math.floor(seconds / size)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
