import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { OAuthError } from '../../errors.ts'
import type { Store } from '../../store/store.ts'
import { createQueue, type StateStore } from './local-state.ts'
import type { KeyRingState } from './state.ts'

/** Seconds: 10 years, longer than any token is valid. */
export const keyLifetime = 10 * 365 * 24 * 3600

// Seconds. Long enough to generate keys on a busy machine. If a replica dies meanwhile, the others wait that long.
const lockLifetime = 10

/**
 * Holds the state in a store. Every use reads it, so that all replicas see a change at once.
 *
 * @param name distinguishes the states of different configurations
 */
export const createSharedState = (store: Store, name: string, initial: () => KeyRingState): StateStore => {
  const enqueue = createQueue()
  const lock = `lock:${name}`
  let latest = initial()

  const read = async (): Promise<KeyRingState> => {
    const found = (await store.get(name)) as KeyRingState | undefined
    // The same object for the same state, so that values that are cached by state stay valid.
    if (found) latest = found.tag === latest.tag ? latest : found
    else {
      const created = initial()
      // If several replicas start at once, one creates the state and the others read it.
      if (!(await store.add(name, created, keyLifetime))) return read()
      latest = created
    }
    return latest
  }

  const locked = async <Result>(task: () => Promise<Result>): Promise<Result> => {
    const owner = randomUUID()
    const until = performance.now() + 2 * lockLifetime * 1000
    while (!(await store.add(lock, owner, lockLifetime))) {
      if (performance.now() > until) throw busy()
      await sleep(5 + Math.random() * 20)
    }
    try {
      return await task()
    } finally {
      if ((await store.get(lock)) === owner) await store.delete(lock)
    }
  }

  return {
    read,
    latest: () => latest,
    change: (change, prepare) =>
      enqueue(() =>
        locked(async () => {
          const before = await read()
          const changed = change(before)
          if (changed === before) return before
          const next = { ...changed, tag: randomUUID() }
          await prepare(next, before)
          await store.set(name, next, keyLifetime)
          latest = next
          return next
        }),
      ),
  }
}

const busy = (): OAuthError =>
  new OAuthError(503, 'temporarily_unavailable', {
    description: 'Another replica is changing the keys of this issuer. Try again.',
  })
