import type { Expectation, Observed } from '../model/expectation.ts'
import { describeAnswer } from './received.ts'

/**
 * Requests of one connection are served or refused each by its own credential. A valid one that is refused only warns:
 * it lets nobody in.
 */
export const acceptedInOrder = (expected: readonly boolean[]): Expectation<readonly Observed[]> => ({
  text: `answers in turn: ${expected.map((served) => (served ? 'served' : 'refused')).join(', ')}`,
  judge: (observed) => {
    const received = observed.map(describeAnswer).join(', ')
    if (observed.some(({ accepted }, index) => accepted && !expected[index])) return { kind: 'broken', received }
    const all = expected.every((served, index) => observed[index]?.accepted === served)
    return all ? { kind: 'met' } : { kind: 'broken', received, advisory: true }
  },
})

/** Names of vectors that hold the same two credentials, the valid one first and the valid one last. */
export type ConflictingPair = readonly [validFirst: string, validLast: string]

/**
 * Of two conflicting credentials none is served; if the position alone decides (`firstWins` declares that), it is a
 * warning; if either order is served, any of them opens the door.
 */
export const conflictsRejected = (
  pairs: readonly ConflictingPair[],
): Expectation<Readonly<Record<string, Observed>>> => ({
  text: 'refuses a request whose credentials conflict',
  judge: (byName) => {
    const served = (name: string) => byName[name]?.accepted === true
    const either = pairs.find(([first, last]) => served(first) && served(last))
    if (either) return { kind: 'broken', received: `served both as ${either[0]} and as ${either[1]}` }
    const declared = Object.values(byName)[0]?.config.accepts.firstAuthorizationWins === true
    const one = pairs.flat().find(served)
    const asDeclared = declared && pairs.every(([, last]) => !served(last))
    if (one === undefined || asDeclared) return { kind: 'met' }
    return { kind: 'broken', received: `served as ${one}: only the position decides`, advisory: true }
  },
})
