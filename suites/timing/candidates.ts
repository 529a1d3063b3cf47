import type { Attempt } from '../../harness/model/expectation.ts'
import type { Comparison, RunContext } from '../../harness/model/run-context.ts'

/** So many of each kind that no single one becomes known to the target. */
export const candidates = 64
/** Last characters that are wrong where the rest is right: one alone would soon be guessed. */
export const wrongAtTheEnd = 4

type Lookalike = RunContext['unknownTokenLike']

export const wrongAtLast = (lookalike: Lookalike, token: string): string =>
  lookalike(token, token.length - wrongAtTheEnd)

/**
 * As `wrongAtLast` but for the first byte of the secret, so that only this tells them apart: a target reads bytes that it
 * has seen before a few nanoseconds faster, whatever it compares.
 */
export function wrongFromFirst(lookalike: Lookalike, token: string, start: number): string {
  // Only letters and digits have others to be replaced by.
  const first = start + Math.max(0, token.slice(start).search(/[a-z0-9]/i))
  return lookalike(wrongAtLast(lookalike, token), first, first + 1)
}

export const many = (attempt: () => Attempt): readonly Attempt[] => Array.from({ length: candidates }, attempt)

/** Credentials that are wrong from the first byte of their secret, and others at its end only. */
export const firstAgainstLast = ({ unknownTokenLike }: RunContext, token: string, start: number): Comparison => ({
  groups: { left: 'a wrong first byte', right: 'right up to its last bytes' },
  left: many(() => ({ token: wrongFromFirst(unknownTokenLike, token, start) })),
  right: many(() => ({ token: wrongAtLast(unknownTokenLike, token) })),
})
