import { describeAnswer } from '../../harness/expect/index.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { FlowAnswers } from '../../harness/model/flow.ts'

/**
 * Each request of a connection is accepted or rejected by its own credential. A valid one that is rejected is only a
 * warning, because no client gains access by it.
 */
export const acceptedInOrder = (expected: readonly boolean[]): Expectation<Pick<FlowAnswers, 'answers'>> => ({
  text: `must in turn ${expected.map((valid) => (valid ? 'accept' : 'reject')).join(', ')}`,
  judge: ({ answers }) => {
    const received = answers.map(describeAnswer).join(', ')
    if (answers.some(({ accepted }, index) => accepted && !expected[index])) {
      return { kind: 'broken', received, wrongly: 'accepted' }
    }
    const all = expected.every((valid, index) => answers[index]?.accepted === valid)
    return all ? { kind: 'met' } : { kind: 'broken', received, advisory: true, wrongly: 'rejected' }
  },
})

/** Names of vectors that hold the same two credentials, the valid one first and the valid one last. */
export type ConflictingPair = readonly [validFirst: string, validLast: string]

/**
 * A request with two conflicting credentials is rejected. Where the position alone decides, it is a warning, unless
 * `firstAuthorizationWins` declares it. Where both orders are accepted, either credential gives access.
 */
export const conflictsRejected = (
  pairs: readonly ConflictingPair[],
): Expectation<Readonly<Record<string, Observed>>> => ({
  text: 'must reject a request whose credentials conflict',
  judge: (byName) => {
    const isAccepted = (name: string) => byName[name]?.accepted === true
    const either = pairs.find(([first, last]) => isAccepted(first) && isAccepted(last))
    if (either)
      return { kind: 'broken', received: `accepted both as ${either[0]} and as ${either[1]}`, wrongly: 'accepted' }
    const declared = Object.values(byName)[0]?.config.accepts.firstAuthorizationWins === true
    const one = pairs.flat().find(isAccepted)
    const asDeclared = declared && pairs.every(([, last]) => !isAccepted(last))
    if (one === undefined || asDeclared) return { kind: 'met' }
    return { kind: 'broken', received: `accepted as ${one}: only the position decides`, advisory: true }
  },
})
