import type { KeyObject } from 'node:crypto'
import { type Algorithm, findAlgorithm, sharesKeys } from './algorithms.ts'
import { IdpError } from './errors.ts'
import type { KeyState, Rotated, RotateOptions } from './model.ts'
import { generateKey, type ImportedKey, importKey, type SigningKey } from './signing-key.ts'

/**
 * One key of each algorithm that libraries commonly accept, and a second RS256 key so that there is another published
 * kid. Ed25519 is published as `EdDSA` (RFC 8037): RFC 9864 deprecates that name, but many libraries know no other.
 */
export const defaultKeys: readonly string[] = ['RS256', 'RS256', 'ES256', 'ES384', 'EdDSA']

/** The keys of an issuer. Each algorithm always has one active key; that one and maybe others are published. */
export interface KeyRing {
  /** In the order declared, each once. The first is the default. */
  readonly algs: readonly string[]
  /** The key that signs, and with what. */
  signer(wanted: { readonly alg?: string; readonly kid?: string }): Promise<Signer>
  /** The same array until the published keys change. */
  published(): Promise<readonly SigningKey[]>
  states(): Promise<readonly KeyState[]>
  rotate(options?: RotateOptions): Promise<readonly Rotated[]>
  withdraw(kid: string): Promise<void>
  privateKey(kid: string): KeyObject
}

export interface Signer {
  readonly key: SigningKey
  readonly algorithm: Algorithm
}

/** A key that is made when it is first asked for. */
interface Slot {
  readonly algorithm: Algorithm
  key(): Promise<SigningKey>
}

/** @throws {IdpError} where a declared algorithm is unknown or an imported key cannot be used */
export const createKeyRing = (declared: readonly (string | ImportedKey)[] = defaultKeys): KeyRing => {
  const known = new Map<string, SigningKey>()

  const slotOf = (source: string | ImportedKey): Slot => {
    const remember = (key: SigningKey): SigningKey => {
      known.set(key.kid, key)
      return key
    }
    let made = typeof source === 'string' ? undefined : Promise.resolve(remember(importKey(source)))
    const algorithm = findAlgorithm(typeof source === 'string' ? source : source.alg)
    return { algorithm, key: () => (made ??= generateKey(algorithm.name).then(remember)) }
  }

  const fresh = async (alg: string): Promise<Slot> => {
    const slot = slotOf(alg)
    await slot.key()
    return slot
  }

  let slots: readonly Slot[] = declared.map(slotOf)
  if (slots.length === 0) throw new IdpError('OPTIONS', 'An issuer needs at least one key.')
  const active = new Map<string, Slot>()
  for (const slot of slots) if (!active.has(slot.algorithm.name)) active.set(slot.algorithm.name, slot)
  const algs = [...active.keys()]

  let keys: Promise<readonly SigningKey[]> | undefined
  const change = (next: readonly Slot[]): void => {
    slots = next
    keys = undefined
  }

  const makeAll = async (): Promise<readonly SigningKey[]> => {
    // What is quick goes first, so that it does not wait behind RSA in the thread pool.
    const wanted = slots
    await Promise.all(wanted.filter(({ algorithm }) => algorithm.keyType !== 'rsa').map((slot) => slot.key()))
    return Promise.all(wanted.map((slot) => slot.key()))
  }

  const published = (): Promise<readonly SigningKey[]> => (keys ??= makeAll())

  const activeSlot = (alg: string): Slot => {
    const slot = active.get(alg)
    if (slot) return slot
    throw new IdpError('UNKNOWN_ALG', `This issuer has no key for ${JSON.stringify(alg)}, only for ${algs.join(', ')}.`)
  }

  const find = async (kid: string): Promise<SigningKey> => {
    if (!known.has(kid)) await published()
    return getKnown(kid)
  }

  const getKnown = (kid: string): SigningKey => {
    const key = known.get(kid)
    if (key) return key
    throw new IdpError(
      'UNKNOWN_KEY',
      `This issuer has no key ${JSON.stringify(kid)}, only ${[...known.keys()].join(', ')}. ` +
        'To only name another key in the header, use { header: { kid } }.',
    )
  }

  const slotWith = async (kid: string): Promise<Slot | undefined> => {
    const key = await find(kid)
    for (const slot of slots) if ((await slot.key()) === key) return slot
    return undefined
  }

  const successionOf = async (name: string) => {
    const previous = activeSlot(name)
    const [old, next] = await Promise.all([previous.key(), fresh(name)])
    return { name, previous, next, rotated: { alg: name, previous: old.kid, current: (await next.key()).kid } }
  }

  // Changes wait for each other, because each makes keys before it decides.
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(task: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(task)
    turn = result.catch(() => {})
    return result
  }

  return {
    algs,
    published,
    privateKey: (kid) => getKnown(kid).privateKey,

    async signer({ alg, kid }) {
      if (kid === undefined) {
        const algorithm = findAlgorithm(alg ?? algs[0] ?? '')
        const related = algs.find((name) => sharesKeys(findAlgorithm(name), algorithm))
        const slot = activeSlot(active.has(algorithm.name) ? algorithm.name : (related ?? algorithm.name))
        return { key: await slot.key(), algorithm }
      }
      const algorithm = alg === undefined ? undefined : findAlgorithm(alg)
      const key = await find(kid)
      if (algorithm === undefined || sharesKeys(algorithm, key.algorithm)) {
        return { key, algorithm: algorithm ?? key.algorithm }
      }
      const message = `Key ${kid} is for ${key.algorithm.name} and cannot sign with ${alg}. Leave out kid or alg.`
      throw new IdpError('KEY_MISMATCH', message)
    },

    async states() {
      const visible = new Set(await published())
      const signing = await Promise.all([...active.values()].map((slot) => slot.key()))
      return [...known.values()].map((key) => ({
        kid: key.kid,
        alg: key.algorithm.name,
        active: signing.includes(key),
        published: visible.has(key),
        jwk: key.jwk,
      }))
    },

    rotate: ({ alg, mode = 'overlap' } = {}) =>
      inTurn(async () => {
        if (alg !== undefined) activeSlot(alg)
        const replaced = await Promise.all((alg === undefined ? algs : [alg]).map(successionOf))
        for (const { name, next } of replaced) active.set(name, next)
        const dropped = new Set(mode === 'withdraw' ? replaced.map(({ previous }) => previous) : [])
        change([...slots.filter((slot) => !dropped.has(slot)), ...replaced.map(({ next }) => next)])
        return replaced.map(({ rotated }) => rotated)
      }),

    withdraw: (kid) =>
      inTurn(async () => {
        const slot = await slotWith(kid)
        if (!slot) return
        const { name } = slot.algorithm
        const others = slots.filter((other) => other !== slot)
        const sibling = others.find((other) => other.algorithm.name === name)
        const successor = sibling ?? (await fresh(name))
        if (active.get(name) === slot) active.set(name, successor)
        change(sibling ? others : [...others, successor])
      }),
  }
}
