import { notesIfAccepted, rejected } from '../../harness/expect/index.ts'
import type { Expectation } from '../../harness/model/expectation.ts'

/** Only a target that declares its whole list of algorithms must reject the others; elsewhere the answer is noted. */
export const rejectedWhereListed = (): Expectation => ({
  text: `${rejected().text} where the declared algorithms are the whole list`,
  judge: (observed) => {
    const { credential } = observed.config
    const listed = credential.kind === 'jwt' && credential.algorithmsAreAllowList
    const { alg = '' } = observed.attempt.jwt ?? {}
    return (listed ? rejected() : notesIfAccepted(`accepts ${alg}`)).judge(observed)
  },
})
