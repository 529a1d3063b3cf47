import { IdpError } from '../../errors.ts'
import { findAlgorithm, sharesKeys } from '../algorithms.ts'
import { importKey, type SigningKey } from '../signing-key.ts'
import { activated, added, resetState, restored, rotated, withdrawn } from './changes.ts'
import { createKeyLoader } from './key-loader.ts'
import { createKeyMaterial } from './key-material.ts'
import type { KeyRing } from './key-ring.ts'
import { createLocalState, type Prepare, type StateChange } from './local-state.ts'
import {
  type DeclaredKeys,
  defaultKeys,
  importedRecord,
  type KeyRingOptions,
  readDeclaredKeys,
  ringName,
} from './options.ts'
import type { RotationSchedule } from './rotation.ts'
import { applyDueChanges, checkSchedule } from './schedule.ts'
import { createSharedState } from './shared-state.ts'
import { initialState, type KeyRecord, type KeyRingState, newRecord } from './state.ts'
import { keyState, viewOf } from './view.ts'

/**
 * Creates the keys of an issuer. Each key is generated when it is first needed.
 *
 * @throws {IdpError} for an unknown algorithm, and for a key or a schedule that is not valid
 */
export const createKeyRing = (declared: DeclaredKeys = defaultKeys, options: KeyRingOptions = {}): KeyRing => {
  const { seed, tenant = '', activeKeys = 'one', now = () => Math.floor(Date.now() / 1000), store } = options
  if (seed === '') throw new IdpError('OPTIONS', 'The seed of the keys is empty. Use any text, or no seed.')
  const declaredKeys = readDeclaredKeys(declared)
  const initialSchedule = checkSchedule(options.schedule ?? null)
  const material = createKeyMaterial({
    imported: declaredKeys.imported,
    tenant,
    ...(seed !== undefined && { seed }),
    ...(store && { store }),
  })

  const timesOf = (schedule: RotationSchedule | null) => ({ schedule, nextAt: now() + (schedule?.every ?? 0) })
  const start = () => initialState(declaredKeys.initial, { seeded: seed !== undefined, ...timesOf(initialSchedule) })
  const stateStore = store
    ? createSharedState(store, ringName(declaredKeys, { ...options, tenant }), start)
    : createLocalState(start())

  // New keys are generated before the state that names them becomes visible, so that no request waits for them.
  const prepare: Prepare = (next, before) =>
    Promise.all(next.records.filter((record) => !before.records.some(({ id }) => id === record.id)).map(material.load))

  const change = async (apply: StateChange, prepareKeys = prepare): Promise<KeyRingState> => {
    let before = stateStore.latest()
    const after = await stateStore.change((state) => {
      before = state
      return apply(state)
    }, prepareKeys)
    const remaining = new Set(after.records.map(({ id }) => id))
    await material.remove(before.records.map(({ id }) => id).filter((id) => !remaining.has(id)))
    return after
  }

  const changeNow = (apply: StateChange, prepareKeys = prepare): Promise<KeyRingState> =>
    change((state) => apply(applyDueChanges(state, now())), prepareKeys)

  const applyDue = (state: KeyRingState): KeyRingState | Promise<KeyRingState> =>
    viewOf(state).changesByTime && applyDueChanges(state, now()) !== state ? changeNow((same) => same) : state

  // Returns no promise if the state is in this process, because every signature calls it.
  const current = (): KeyRingState | Promise<KeyRingState> => {
    const state = stateStore.read()
    return state instanceof Promise ? state.then(applyDue) : applyDue(state)
  }

  const recordsFor = (state: KeyRingState, alg: string): readonly KeyRecord[] => {
    const { signing, algs } = viewOf(state)
    const records = signing[activeKeys].get(alg)
    if (records) return records
    throw new IdpError('UNKNOWN_ALG', `This issuer has no key for ${JSON.stringify(alg)}, only for ${algs.join(', ')}.`)
  }

  const activeOf = (state: KeyRingState, alg: string): KeyRecord => {
    recordsFor(state, alg)
    return viewOf(state).signing.one.get(alg)?.[0] as KeyRecord
  }

  let nextKey = 0
  const pick = (records: readonly KeyRecord[]): KeyRecord =>
    records[records.length === 1 ? 0 : nextKey++ % records.length] as KeyRecord

  // Only among the loaded keys, because others have no kid yet.
  const recordOf = ({ records }: KeyRingState, kid: string): KeyRecord | undefined =>
    records.find(({ id }) => material.loaded(id)?.kid === kid)

  const { loadAll, publishedKeysOf } = createKeyLoader(material)

  const find = async (kid: string): Promise<KeyRecord> => {
    const state = await current()
    const found = recordOf(state, kid)
    if (found) return found
    await loadAll(state.records)
    return recordOf(state, kid) ?? unknownKey(state, kid)
  }

  const unknownKey = ({ records }: KeyRingState, kid: string): never => {
    const kids = records.flatMap(({ id }) => material.loaded(id)?.kid ?? [])
    throw new IdpError(
      'UNKNOWN_KEY',
      `This issuer has no key ${JSON.stringify(kid)}, only ${kids.join(', ')}. ` +
        'To change only the kid in the header, use { header: { kid } }.',
    )
  }

  return {
    get algs() {
      return viewOf(stateStore.latest()).algs
    },

    privateKey(kid) {
      const state = stateStore.latest()
      const key = material.loaded((recordOf(state, kid) ?? unknownKey(state, kid)).id)
      return (key as SigningKey).privateKey
    },

    async signer({ alg, kid }) {
      if (kid === undefined) {
        const read = current()
        const state = read instanceof Promise ? await read : read
        const { algs, signing } = viewOf(state)
        const algorithm = findAlgorithm(alg ?? algs[0] ?? '')
        const keyAlg = signing.one.has(algorithm.name)
          ? algorithm.name
          : algs.find((name) => sharesKeys(findAlgorithm(name), algorithm))
        const record = pick(recordsFor(state, keyAlg ?? algorithm.name))
        return { key: material.loaded(record.id) ?? (await material.load(record)), algorithm }
      }
      const algorithm = alg === undefined ? undefined : findAlgorithm(alg)
      const key = await material.load(await find(kid))
      if (algorithm === undefined || sharesKeys(algorithm, key.algorithm)) {
        return { key, algorithm: algorithm ?? key.algorithm }
      }
      const message = `Key ${kid} is for ${key.algorithm.name} and cannot sign with ${alg}. Omit kid or alg.`
      throw new IdpError('KEY_MISMATCH', message)
    },

    published() {
      const state = current()
      return state instanceof Promise ? state.then(publishedKeysOf) : publishedKeysOf(state)
    },

    async states() {
      const state = await current()
      await loadAll(state.records)
      const signs = (record: KeyRecord) => recordsFor(state, record.alg).includes(record)
      return Promise.all(
        state.records.map(async (record) =>
          keyState(record, await material.load(record), { active: signs(record), ...state }),
        ),
      )
    },

    async rotation() {
      const { schedule, nextAt } = await current()
      return schedule && { ...schedule, next: nextAt }
    },

    async rotate({ alg, mode = 'overlap', overlap } = {}) {
      const algsIn = (state: KeyRingState) => (alg === undefined ? viewOf(state).algs : [alg])
      const withdrawAt = overlap === undefined ? {} : { withdrawAt: now() + overlap }
      let before = stateStore.latest()
      const after = await changeNow((state) => {
        before = state
        for (const name of algsIn(state)) activeOf(state, name)
        return algsIn(state).reduce(
          (next, name) => rotated(next, name, { withdraw: mode === 'withdraw', ...withdrawAt }),
          state,
        )
      })
      const kidOf = async (state: KeyRingState, name: string) => (await material.load(activeOf(state, name))).kid
      return Promise.all(
        algsIn(before).map(async (name) => ({
          alg: name,
          previous: await kidOf(before, name),
          current: await kidOf(after, name),
        })),
      )
    },

    async withdraw(kid) {
      const { id } = await find(kid)
      await changeNow((state) => withdrawn(state, id))
    },

    async restore(kid, { active = false } = {}) {
      const { id } = await find(kid)
      await changeNow((state) => (active ? activated(state, id) : restored(state, id)))
    },

    async activate(kid) {
      const { id } = await find(kid)
      await changeNow((state) => activated(state, id))
    },

    async add(source) {
      if (!('privateKey' in source)) {
        const { name } = findAlgorithm(source.alg)
        const { records } = await changeNow((state) => added(state, newRecord(state, name)))
        return (await material.load(records.at(-1) as KeyRecord)).kid
      }
      const key = importKey(source)
      const state = await current()
      await loadAll(state.records)
      if (recordOf(state, key.kid)) {
        throw new IdpError(
          'OPTIONS',
          `A key ${JSON.stringify(key.kid)} exists already. Restore it, or use another kid.`,
        )
      }
      const record = importedRecord(key)
      await changeNow(
        (before) => added(before, record),
        () => material.put(record.id, key),
      )
      return key.kid
    },

    async schedule(schedule) {
      const times = timesOf(checkSchedule(schedule))
      await changeNow((state) => ({ ...state, ...times }))
    },

    async reset() {
      const times = timesOf(initialSchedule)
      await change((state) => ({ ...resetState(state), ...times }))
    },
  }
}
