import KeyvRedis, { createClient, type RedisClientType } from '@keyv/redis'
import { Keyv } from 'keyv'
import { IdpError, OAuthError } from '../errors.ts'
import type { Store } from './store.ts'

/** Milliseconds that Redis has to accept a connection, and then to answer a command. */
export interface KeyvStoreTimeouts {
  readonly connect: number
  readonly command: number
}

const defaultLimits: KeyvStoreTimeouts = { connect: 5000, command: 2000 }

// What else is in the database is left alone.
const namespace = 'auth-conformance'

/**
 * A store in Redis, by keyv, for several replicas of one issuer. When Redis goes away, what is asked of the store is
 * refused at once or after 2 s, until Redis is back.
 *
 * @param url `redis:` or `rediss:`, its path the number of a database
 * @throws {IdpError} `STORE_UNREACHABLE`
 */
export const connectKeyvStore = async (url: URL, limits: KeyvStoreTimeouts = defaultLimits): Promise<Store> => {
  const client = await connect(url, limits)
  const adapter = new KeyvRedis(client, { namespace, keyPrefixSeparator: ':', throwOnErrors: true })
  // Without the expiry of keyv: that of Redis is enough, and asks only one clock.
  const serialize = (data: { value?: unknown }) => JSON.stringify({ value: data.value })
  const keyv = new Keyv(adapter, {
    namespace,
    useKeyPrefix: false,
    throwOnErrors: true,
    serialize,
    deserialize: JSON.parse,
  })
  // An event without a listener would end the process; the failed call itself says more.
  keyv.on('error', () => {})

  const pending = new Set<Promise<unknown>>()

  /** Whatever goes wrong, the one who asked is told within a bounded time. */
  const answer = async <Value>(asked: Promise<Value>): Promise<Value> => {
    const bounded = within(limits.command, asked)
    pending.add(bounded)
    try {
      return await bounded
    } catch (cause) {
      throw new OAuthError(503, 'temporarily_unavailable', {
        description: 'The store of this issuer does not answer. Try again.',
        detail: `The store at ${url.host} does not answer: ${reasonOf(cause)}.`,
        headers: { 'Retry-After': '1' },
      })
    } finally {
      pending.delete(bounded)
    }
  }

  return {
    get: (key) => answer(keyv.get(key)),
    async set(key, value, seconds) {
      await answer(keyv.set(key, value, milliseconds(seconds)))
    },
    async add(key, value, seconds) {
      const condition = { NX: true, PX: milliseconds(seconds) } as const
      return (
        (await answer(client.set(adapter.createKeyPrefix(key, namespace), serialize({ value }), condition))) === 'OK'
      )
    },
    async take(key) {
      const name = adapter.createKeyPrefix(key, namespace)
      // One transaction: of many clients that take a key, exactly one gets the value.
      const [text] = await answer(client.multi().get(name).del(name).exec())
      return typeof text === 'string' ? JSON.parse(text).value : undefined
    },
    delete: (key) => answer(keyv.delete(key)),
    async clear(prefix) {
      const MATCH = `${adapter.createKeyPrefix(prefix, namespace).replaceAll(/[\\*?[\]]/g, '\\$&')}*`
      let cursor = '0'
      do {
        const page = await answer(client.scan(cursor, { MATCH, COUNT: 1000 }))
        if (page.keys.length > 0) await answer(client.unlink(page.keys))
        cursor = page.cursor
      } while (cursor !== '0')
    },
    async close() {
      await Promise.allSettled(pending)
      if (client.isOpen) client.destroy()
    },
  }
}

const connect = async (url: URL, limits: KeyvStoreTimeouts): Promise<RedisClientType> => {
  let connected = false
  let client: RedisClientType | undefined
  try {
    client = createClient({
      url: url.href,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: limits.connect,
        reconnectStrategy: (attempts) => connected && Math.min(50 * 2 ** attempts, 2000),
      },
    })
    client.on('error', () => {})
    await within(limits.connect, client.connect())
    connected = true
    return client
  } catch (cause) {
    if (client?.isOpen) client.destroy()
    const message = `The store at ${url.host} cannot be used: ${reasonOf(cause)}. Start Redis there, or name another store.`
    throw new IdpError('STORE_UNREACHABLE', message, { cause })
  }
}

const within = <Value>(ms: number, asked: Promise<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms)
    asked.then(resolve, reject).finally(() => clearTimeout(timer))
  })

const milliseconds = (seconds: number): number => Math.max(1, Math.ceil(seconds * 1000))

// Of several addresses tried, the error of each is inside.
const reasonOf = (error: unknown): string => {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error && first.message !== '' ? first.message : String(first)
}
