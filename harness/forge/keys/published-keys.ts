import type { JwkSet } from '../../model/issuer.ts'

export type PublishedKey = JwkSet['keys'][number]

export type NamedKey = readonly [name: string, key: PublishedKey]

/** One key of each kind, that of a token if it is in the set: providers publish many keys that differ in nothing else. */
export function oneOfEachKind(jwks: JwkSet, kid: unknown): readonly NamedKey[] {
  const all = namedKeys(jwks)
  const chosen = (kind: string) => {
    const ofKind = all.filter(([, key]) => kindOf(key) === kind)
    return ofKind.find(([, key]) => key.kid === kid) ?? ofKind[0]
  }
  return [...new Set(jwks.keys.map(kindOf))].flatMap((kind) => {
    const key = chosen(kind)
    return key ? [key] : []
  })
}

const kindOf = ({ alg, crv, kty }: PublishedKey): string => alg ?? crv ?? kty

/** The keys of a set under names for people, such as `RS256 key` and `RS256 key 2`, which hold from run to run. */
export function namedKeys({ keys }: JwkSet): readonly NamedKey[] {
  const seen = new Map<string, number>()
  return keys.map((key) => {
    const kind = kindOf(key)
    const count = (seen.get(kind) ?? 0) + 1
    seen.set(kind, count)
    return [count === 1 ? `${kind} key` : `${kind} key ${count}`, key]
  })
}
