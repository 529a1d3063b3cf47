import type { Expectation, Observed } from '../model/expectation.ts'
import type { Severity } from '../model/finding.ts'
import { describeAnswer, isCrash } from './received.ts'

/** The request is accepted as the valid one is; `severity` replaces that of the check when it is not. */
export const accepted = ({ severity }: { readonly severity?: Severity } = {}): Expectation => ({
  text: 'must accept the request, as it accepts the valid one',
  judge: (observed) =>
    observed.accepted
      ? { kind: 'met' }
      : { kind: 'broken', received: describeAnswer(observed), wrongly: 'rejected', ...(severity && { severity }) },
})

interface Rejection {
  /** Of an accepted request, when it is not that of the check. */
  readonly severity?: Severity
  /** A connection that is closed without an answer counts as a rejection: a server may reject bytes before any routing. */
  readonly orCloses?: boolean
}

/**
 * The request is not accepted, whatever the status, which `challenge/status-for-bad-token` judges. A 5xx, a reset or a
 * hang is a rejection, too, but a crash.
 */
export const rejected = ({ severity, orCloses = false }: Rejection = {}): Expectation => ({
  text: orCloses ? 'must reject the request, or close the connection' : 'must reject the request',
  judge: (observed) => {
    if (observed.accepted) {
      return { kind: 'broken', received: describeAnswer(observed), wrongly: 'accepted', ...(severity && { severity }) }
    }
    if (orCloses && closes(observed)) return { kind: 'met' }
    return isCrash(observed) ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

const closes = ({ exchange: { failure } }: Observed): boolean => failure?.kind === 'closed' || failure?.kind === 'reset'

/** The request may be accepted or rejected, but must not crash the server. */
export const doesNotCrash = ({ orCloses = false }: Pick<Rejection, 'orCloses'> = {}): Expectation => ({
  text: orCloses ? 'must answer without a crash, or close the connection' : 'must answer without a crash',
  judge: (observed) =>
    isCrash(observed) && !(orCloses && closes(observed))
      ? { kind: 'crash', received: describeAnswer(observed) }
      : { kind: 'met' },
})

/** The request may be accepted or rejected; the result has a note when it was accepted. */
export const notesIfAccepted = (note: string): Expectation => ({
  text: 'must answer without a crash, and may accept the request',
  judge: (observed) => {
    if (observed.accepted) return { kind: 'met', note }
    return isCrash(observed) ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

/** The same requirement as a SHOULD: what breaks it is a warning. A crash stays a crash. */
export const advisory = <Subject>(expectation: Expectation<Subject>): Expectation<Subject> => ({
  text: expectation.text.replace(/^must\b/, 'should'),
  judge: (subject) => {
    const judgement = expectation.judge(subject)
    return judgement.kind === 'broken' ? { ...judgement, advisory: true } : judgement
  },
})
