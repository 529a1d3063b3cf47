import { IdpError } from '../errors.ts'
import { createMemoryStore } from './memory-store.ts'
import type { Store } from './store.ts'

/**
 * Opens the store that a URL names: `memory:`, `redis://host:port/db`, or `rediss://` for Redis with TLS.
 *
 * @throws {IdpError} `OPTIONS` for another URL, `STORE_UNREACHABLE` when nothing answers there within 5 s
 */
export const openStore = async (url: string): Promise<Store> => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  switch (parsed?.protocol) {
    case 'memory:':
      return createMemoryStore()
    case 'redis:':
    case 'rediss:': {
      if (parsed.host === '') throw new IdpError('OPTIONS', `The URL of a store needs a host: ${known}.`)
      if (!/^\/?\d*$/.test(parsed.pathname)) {
        throw new IdpError('OPTIONS', 'The path of a Redis URL is the number of a database, as in redis://localhost/2.')
      }
      // Only who asks for it pays the 50 ms that loading it takes.
      const { connectKeyvStore } = await import('./keyv-store.ts')
      return connectKeyvStore(parsed)
    }
    default:
      // The URL itself may hold a password, so that no more than its scheme is shown.
      throw new IdpError(
        'OPTIONS',
        `A store cannot be opened by ${parsed?.protocol ?? 'what is no URL'}; use ${known}.`,
      )
  }
}

const known = 'memory:, redis://host:port/db or rediss://host:port/db'
