import type { JwkSet } from '../../model/issuer.ts'

export type PublishedKey = JwkSet['keys'][number]

/** The keys of a set under names for people, such as `RS256 key` and `RS256 key 2`, which hold from run to run. */
export function namedKeys({ keys }: JwkSet): readonly (readonly [name: string, key: PublishedKey])[] {
  const seen = new Map<string, number>()
  return keys.map((key) => {
    const kind = key.alg ?? key.crv ?? key.kty
    const count = (seen.get(kind) ?? 0) + 1
    seen.set(kind, count)
    return [count === 1 ? `${kind} key` : `${kind} key ${count}`, key]
  })
}
