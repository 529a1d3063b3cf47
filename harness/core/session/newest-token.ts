import { expiryOf, lifetimeOf } from './token-expiry.ts'

/** How the next token is fetched. */
export interface TokenRenewal {
  fetch(): Promise<string>
  /** Milliseconds before its expiry that a token is replaced; at most half of its lifetime counts. */
  readonly refreshBeforeMs: number
}

export interface NewestToken {
  /** A token that lasts, where one can be had; otherwise the last one. Never rejects but when aborted. */
  current(): Promise<string>
  /** Why the last attempt to fetch one failed. */
  readonly problem: string | undefined
}

interface NewestTokenOptions {
  readonly first: string
  readonly renewal: TokenRenewal | undefined
  /** Called with each new token before it is used. */
  readonly onToken: (token: string) => void
  readonly now?: () => number
}

/** After a token that does not last, or a failure, the next one is fetched after so many milliseconds. */
const betweenMs = 10_000

/** Keeps the newest token. Checks that ask at the same time share one fetch. Tokens without `exp` are never replaced. */
export function createNewestToken({ first, renewal, onToken, now = Date.now }: NewestTokenOptions): NewestToken {
  let token = first
  let problem: string | undefined
  let notBefore = 0
  let fetching: Promise<void> | undefined

  const endsSoon = ({ refreshBeforeMs }: TokenRenewal): boolean => {
    const expiry = expiryOf(token)
    const before = Math.min(refreshBeforeMs, (lifetimeOf(token) ?? Number.POSITIVE_INFINITY) / 2)
    return expiry !== undefined && expiry - now() <= before
  }

  const renew = async (renewal: TokenRenewal): Promise<void> => {
    try {
      const next = await renewal.fetch()
      if (next !== token) onToken(next)
      token = next
      problem = undefined
    } catch (error) {
      if (!(error instanceof Error) || error.name === 'AbortError') throw error
      problem = error.message
    } finally {
      if (endsSoon(renewal)) notBefore = now() + betweenMs
      fetching = undefined
    }
  }

  return {
    get problem() {
      return problem
    },
    async current() {
      if (renewal && (fetching || (endsSoon(renewal) && now() >= notBefore))) {
        fetching ??= renew(renewal)
        await fetching
      }
      return token
    },
  }
}
