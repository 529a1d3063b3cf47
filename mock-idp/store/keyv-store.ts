import KeyvRedis, { createClient, type RedisClientType } from '@keyv/redis'
import { Keyv } from 'keyv'
import { IdpError, OAuthError } from '../errors.ts'
import type { Store } from './store.ts'

/** Milliseconds for the connection and for each command. */
export interface KeyvStoreTimeouts {
  readonly connect: number
  readonly command: number
}

const defaultTimeouts: KeyvStoreTimeouts = { connect: 5000, command: 2000 }

// Separates the keys of this store from others in the same database.
const namespace = 'auth-conformance'

/**
 * A store in Redis, with keyv, for several replicas of one issuer. While Redis is not available, operations fail at once
 * or after 2 s.
 *
 * @param url `redis:` or `rediss:`, with the number of a database as path
 * @throws {IdpError} `STORE_UNREACHABLE`
 */
export const connectKeyvStore = async (url: URL, timeouts: KeyvStoreTimeouts = defaultTimeouts): Promise<Store> => {
  const client = await connect(url, timeouts)
  const adapter = new KeyvRedis(client, { namespace, keyPrefixSeparator: ':', throwOnErrors: true })
  // Without the expiry of keyv, because the expiry of Redis is enough and uses only one clock.
  const serialize = (data: { value?: unknown }) => JSON.stringify({ value: data.value })
  const keyv = new Keyv(adapter, {
    namespace,
    useKeyPrefix: false,
    throwOnErrors: true,
    serialize,
    deserialize: JSON.parse,
  })
  // An error event without a listener would end the process. The failed call reports the error.
  keyv.on('error', () => {})

  const pending = new Set<Promise<unknown>>()

  /** Waits for a command, with a timeout. */
  const bounded = async <Value>(command: Promise<Value>): Promise<Value> => {
    const result = within(timeouts.command, command)
    pending.add(result)
    try {
      return await result
    } catch (cause) {
      throw new OAuthError(503, 'temporarily_unavailable', {
        description: 'The store of this issuer does not answer. Try again.',
        detail: `The store at ${url.host} does not answer: ${messageOf(cause)}.`,
        headers: { 'Retry-After': '1' },
      })
    } finally {
      pending.delete(result)
    }
  }

  return {
    get: (key) => bounded(keyv.get(key)),
    async set(key, value, seconds) {
      await bounded(keyv.set(key, value, milliseconds(seconds)))
    },
    async add(key, value, seconds) {
      const condition = { NX: true, PX: milliseconds(seconds) } as const
      return (
        (await bounded(client.set(adapter.createKeyPrefix(key, namespace), serialize({ value }), condition))) === 'OK'
      )
    },
    async take(key) {
      const name = adapter.createKeyPrefix(key, namespace)
      // One transaction: of many clients that take a key, exactly one gets the value.
      const [text] = await bounded(client.multi().get(name).del(name).exec())
      return typeof text === 'string' ? JSON.parse(text).value : undefined
    },
    delete: (key) => bounded(keyv.delete(key)),
    async clear(prefix) {
      const MATCH = `${adapter.createKeyPrefix(prefix, namespace).replaceAll(/[\\*?[\]]/g, '\\$&')}*`
      let cursor = '0'
      do {
        const page = await bounded(client.scan(cursor, { MATCH, COUNT: 1000 }))
        if (page.keys.length > 0) await bounded(client.unlink(page.keys))
        cursor = page.cursor
      } while (cursor !== '0')
    },
    async close() {
      await Promise.allSettled(pending)
      if (client.isOpen) client.destroy()
    },
  }
}

const connect = async (url: URL, timeouts: KeyvStoreTimeouts): Promise<RedisClientType> => {
  let connected = false
  let client: RedisClientType | undefined
  try {
    client = createClient({
      url: url.href,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: timeouts.connect,
        reconnectStrategy: (attempts) => connected && Math.min(50 * 2 ** attempts, 2000),
      },
    })
    client.on('error', () => {})
    await within(timeouts.connect, client.connect())
    connected = true
    return client
  } catch (cause) {
    if (client?.isOpen) client.destroy()
    const message = `The store at ${url.host} cannot be used: ${messageOf(cause)}. Start Redis there, or use another store.`
    throw new IdpError('STORE_UNREACHABLE', message, { cause })
  }
}

const within = <Value>(ms: number, promise: Promise<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no response within ${ms} ms`)), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })

const milliseconds = (seconds: number): number => Math.max(1, Math.ceil(seconds * 1000))

// An AggregateError contains one error per address that was tried.
const messageOf = (error: unknown): string => {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error && first.message !== '' ? first.message : String(first)
}
