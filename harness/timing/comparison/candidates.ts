import { behindKeyId, firstComparedByte } from '../../forge/credential-parts.ts'
import type { WrongPart } from '../../model/comparison.ts'
import type { RunContext } from '../../model/run-context.ts'

/** Requests of each group: so many that none of them becomes known to the target. */
export const candidates = 64
/** Characters of `last bytes`: a single one would soon be guessed. */
export const lastBytes = 4
/** Characters of a key identifier that are changed. */
const keyIdBytes = 4

type UnknownTokenLike = RunContext['unknownTokenLike']

/** The indexes of a part, from the first to behind the last. */
function rangeOf(part: WrongPart, token: string): readonly [from: number, to: number] {
  const start = firstComparedByte(token)
  if (part === 'secret') return [start, token.length]
  if (part === 'last bytes') return [token.length - lastBytes, token.length]
  if (part === 'key identifier') {
    const end = behindKeyId(token) - 1
    return [Math.max(0, end - keyIdBytes), end]
  }
  // Only letters and digits can be replaced by others.
  const first = start + Math.max(0, token.slice(start).search(/[a-z0-9]/i))
  return [first, first + 1]
}

/**
 * The token with these parts wrong, and nothing else: a target reads bytes that it has seen before a few nanoseconds
 * faster, whatever it compares, so the groups must differ in nothing but the part in question.
 */
export const withWrongParts = (
  unknownTokenLike: UnknownTokenLike,
  token: string,
  parts: readonly WrongPart[],
): string => parts.reduce((wrong, part) => unknownTokenLike(wrong, ...rangeOf(part, token)), token)
