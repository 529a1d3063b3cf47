import { IdpError } from '../../errors.ts'
import { findAlgorithm, sharesKeys } from '../algorithms.ts'
import { importKey, type SigningKey } from '../signing-key.ts'
import { activated, added, resetState, restored, rotated, withdrawn } from './changes.ts'
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

export type { KeyRing, Signer } from './key-ring.ts'
export { type DeclaredKeys, defaultKeys, type KeyRingOptions } from './options.ts'

/**
 * Creates the keys of an issuer. Each is made when it is first asked for.
 *
 * @throws {IdpError} where a declared algorithm is unknown, or an imported key or the schedule cannot be used
 */
export const createKeyRing = (declared: DeclaredKeys = defaultKeys, options: KeyRingOptions = {}): KeyRing => {
  const { seed, tenant = '', activeKeys = 'one', now = () => Math.floor(Date.now() / 1000), store } = options
  if (seed === '') throw new IdpError('OPTIONS', 'The seed of the keys is empty; give any text, or none.')
  const declaredKeys = readDeclaredKeys(declared)
  const initialSchedule = checkSchedule(options.schedule ?? null)
  const material = createKeyMaterial({
    given: declaredKeys.given,
    tenant,
    ...(seed !== undefined && { seed }),
    ...(store && { store }),
  })

  const timesOf = (schedule: RotationSchedule | null) => ({ schedule, nextAt: now() + (schedule?.every ?? 0) })
  const start = () => initialState(declaredKeys.initial, { seeded: seed !== undefined, ...timesOf(initialSchedule) })
  const holder = store
    ? createSharedState(store, ringName(declaredKeys, { ...options, tenant }), start)
    : createLocalState(start())

  // Nobody sees a fresh key, or waits for it, before it is made.
  const prepare: Prepare = (next, before) =>
    Promise.all(next.records.filter((record) => !before.records.some(({ id }) => id === record.id)).map(material.key))

  const change = async (changeOne: StateChange, prepareOne = prepare): Promise<KeyRingState> => {
    let before = holder.latest()
    const after = await holder.change((state) => {
      before = state
      return changeOne(state)
    }, prepareOne)
    const kept = new Set(after.records.map(({ id }) => id))
    await material.drop(before.records.map(({ id }) => id).filter((id) => !kept.has(id)))
    return after
  }

  const changeNow = (changeOne: StateChange, prepareOne = prepare): Promise<KeyRingState> =>
    change((state) => changeOne(applyDueChanges(state, now())), prepareOne)

  const caughtUp = (state: KeyRingState): KeyRingState | Promise<KeyRingState> =>
    viewOf(state).changesByTime && applyDueChanges(state, now()) !== state ? changeNow((same) => same) : state

  // Without a promise in this process, because each signature asks.
  const current = (): KeyRingState | Promise<KeyRingState> => {
    const state = holder.read()
    return state instanceof Promise ? state.then(caughtUp) : caughtUp(state)
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

  let turn = 0
  const pick = (records: readonly KeyRecord[]): KeyRecord =>
    records[records.length === 1 ? 0 : turn++ % records.length] as KeyRecord

  // Only among the keys that are made: what is not made has no name yet.
  const recordNamed = ({ records }: KeyRingState, kid: string): KeyRecord | undefined =>
    records.find(({ id }) => material.made(id)?.kid === kid)

  const makeAll = async (records: readonly KeyRecord[]): Promise<readonly SigningKey[]> => {
    // What is quick goes first, so that it does not wait behind RSA in the thread pool.
    await Promise.all(records.filter(({ alg }) => findAlgorithm(alg).keyType !== 'rsa').map(material.key))
    return Promise.all(records.map(material.key))
  }

  const find = async (kid: string): Promise<KeyRecord> => {
    const state = await current()
    const made = recordNamed(state, kid)
    if (made) return made
    await makeAll(state.records)
    return recordNamed(state, kid) ?? unknownKey(state, kid)
  }

  const unknownKey = ({ records }: KeyRingState, kid: string): never => {
    const kids = records.flatMap(({ id }) => material.made(id)?.kid ?? [])
    throw new IdpError(
      'UNKNOWN_KEY',
      `This issuer has no key ${JSON.stringify(kid)}, only ${kids.join(', ')}. ` +
        'To only name another key in the header, use { header: { kid } }.',
    )
  }

  const publications = new WeakMap<KeyRingState, readonly SigningKey[] | Promise<readonly SigningKey[]>>()

  const publicationOf = (state: KeyRingState): readonly SigningKey[] | Promise<readonly SigningKey[]> => {
    const known = publications.get(state)
    if (known) return known
    const made = makeAll(viewOf(state).published)
    publications.set(state, made)
    // A store that did not answer is asked again.
    made.then(
      (keys) => publications.set(state, keys),
      () => publications.delete(state),
    )
    return made
  }

  return {
    get algs() {
      return viewOf(holder.latest()).algs
    },

    privateKey(kid) {
      const state = holder.latest()
      const key = material.made((recordNamed(state, kid) ?? unknownKey(state, kid)).id)
      return (key as SigningKey).privateKey
    },

    async signer({ alg, kid }) {
      if (kid === undefined) {
        const read = current()
        const state = read instanceof Promise ? await read : read
        const { algs, signing } = viewOf(state)
        const algorithm = findAlgorithm(alg ?? algs[0] ?? '')
        const related = signing.one.has(algorithm.name)
          ? algorithm.name
          : algs.find((name) => sharesKeys(findAlgorithm(name), algorithm))
        const record = pick(recordsFor(state, related ?? algorithm.name))
        return { key: material.made(record.id) ?? (await material.key(record)), algorithm }
      }
      const algorithm = alg === undefined ? undefined : findAlgorithm(alg)
      const key = await material.key(await find(kid))
      if (algorithm === undefined || sharesKeys(algorithm, key.algorithm)) {
        return { key, algorithm: algorithm ?? key.algorithm }
      }
      const message = `Key ${kid} is for ${key.algorithm.name} and cannot sign with ${alg}. Leave out kid or alg.`
      throw new IdpError('KEY_MISMATCH', message)
    },

    published() {
      const state = current()
      return state instanceof Promise ? state.then(publicationOf) : publicationOf(state)
    },

    async states() {
      const state = await current()
      await makeAll(state.records)
      const signs = (record: KeyRecord) => recordsFor(state, record.alg).includes(record)
      return Promise.all(
        state.records.map(async (record) =>
          keyState(record, await material.key(record), { active: signs(record), ...state }),
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
      let before = holder.latest()
      const after = await changeNow((state) => {
        before = state
        for (const name of algsIn(state)) activeOf(state, name)
        return algsIn(state).reduce(
          (next, name) => rotated(next, name, { withdraw: mode === 'withdraw', ...withdrawAt }),
          state,
        )
      })
      const kidOf = async (state: KeyRingState, name: string) => (await material.key(activeOf(state, name))).kid
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
        return (await material.key(records.at(-1) as KeyRecord)).kid
      }
      const key = importKey(source)
      const state = await current()
      await makeAll(state.records)
      if (recordNamed(state, key.kid)) {
        throw new IdpError(
          'OPTIONS',
          `There is a key ${JSON.stringify(key.kid)} already; restore it, or give another kid.`,
        )
      }
      const record = importedRecord(key)
      await changeNow(
        (before) => added(before, record),
        () => material.give(record.id, key),
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
