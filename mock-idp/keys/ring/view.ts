import type { SigningKey } from '../signing-key.ts'
import type { KeyState } from './key-state.ts'
import { changesByTime } from './schedule.ts'
import { algsOf, type KeyRecord, type KeyRingState } from './state.ts'

/** Values that every signature needs, computed once per state. */
export interface KeyRingView {
  readonly algs: readonly string[]
  readonly published: readonly KeyRecord[]
  /** By algorithm. `one`: the active key. `all`: the published keys that are not merely announced. */
  readonly signing: Readonly<Record<'one' | 'all', ReadonlyMap<string, readonly KeyRecord[]>>>
  readonly changesByTime: boolean
}

const views = new WeakMap<KeyRingState, KeyRingView>()

export const viewOf = (state: KeyRingState): KeyRingView => {
  const known = views.get(state)
  if (known) return known
  const algs = algsOf(state)
  const published = state.records.filter((record) => record.published)
  const select = (selects: (record: KeyRecord) => boolean) =>
    new Map(algs.map((alg) => [alg, published.filter((record) => record.alg === alg && selects(record))]))
  const signing = { one: select(({ active }) => active), all: select(({ announced }) => !announced) }
  const view = { algs, published, signing, changesByTime: changesByTime(state) }
  views.set(state, view)
  return view
}

/** The state of a key, as the control API shows it. `nextAt` is the time of the next scheduled rotation. */
export const keyState = (
  { published, announced, withdrawAt }: KeyRecord,
  { kid, algorithm, jwk }: SigningKey,
  { active, nextAt }: { readonly active: boolean; readonly nextAt: number },
): KeyState => ({
  kid,
  alg: algorithm.name,
  active,
  published,
  ...(announced && { activeAt: nextAt }),
  ...(withdrawAt !== undefined && { withdrawAt }),
  jwk,
})
