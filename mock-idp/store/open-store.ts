import { IdpError } from '../errors.ts'
import { createMemoryStore } from './memory-store.ts'
import type { Store } from './store.ts'

/**
 * Opens the store that a URL names: `memory:`, `redis://host:port/db`, or `rediss://` for Redis with TLS.
 *
 * @throws {IdpError} `OPTIONS` for another URL, `STORE_UNREACHABLE` if there is no response within 5 s
 */
export const openStore = async (url: string): Promise<Store> => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  switch (parsed?.protocol) {
    case 'memory:':
      return createMemoryStore()
    case 'redis:':
    case 'rediss:': {
      if (parsed.host === '') throw new IdpError('OPTIONS', `The URL of a store needs a host: ${supported}.`)
      if (!/^\/?\d*$/.test(parsed.pathname)) {
        throw new IdpError('OPTIONS', 'The path of a Redis URL is the number of a database, as in redis://localhost/2.')
      }
      // Loaded on demand, because it takes 50 ms.
      const { connectKeyvStore } = await import('./keyv-store.ts')
      return connectKeyvStore(parsed)
    }
    default:
      // Only the scheme is shown, because the URL may contain a password.
      throw new IdpError(
        'OPTIONS',
        `${parsed ? `The scheme ${parsed.protocol} is not supported` : 'The store is not a URL'}. Use ${supported}.`,
      )
  }
}

const supported = 'memory:, redis://host:port/db or rediss://host:port/db'
