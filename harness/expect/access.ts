import type { Expectation, Observed } from '../model/expectation.ts'
import type { Severity } from '../model/finding.ts'
import { describeAnswer, isCrash } from './received.ts'

/** The request is served as the valid one is; `severity` when a refusal weighs other than the check. */
export const accepted = ({ severity }: { readonly severity?: Severity } = {}): Expectation => ({
  text: 'serves the request as it serves the valid credential',
  judge: (observed) =>
    observed.accepted
      ? { kind: 'met' }
      : { kind: 'broken', received: describeAnswer(observed), ...(severity && { severity }) },
})

interface Refusal {
  /** Of a served request, when it is not that of the check. */
  readonly severity?: Severity
  /** A connection that is closed without an answer also refuses: framing may be rejected before any routing. */
  readonly orCloses?: boolean
}

/**
 * Access is withheld, whatever the status: `challenge/status-for-bad-token` judges that once for all. A 5xx, a reset or
 * a hang withholds access too, but is a crash.
 */
export const rejected = ({ severity, orCloses = false }: Refusal = {}): Expectation => ({
  text: orCloses ? 'refuses the request, or closes the connection' : 'refuses the request',
  judge: (observed) => {
    if (observed.accepted) {
      return { kind: 'broken', received: describeAnswer(observed), ...(severity && { severity }) }
    }
    if (orCloses && closes(observed)) return { kind: 'met' }
    return isCrash(observed) ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

const closes = ({ exchange: { failure } }: Observed): boolean => failure?.kind === 'closed' || failure?.kind === 'reset'

/** Served or refused are both fine; only a crash is not. */
export const doesNotCrash = ({ orCloses = false }: Pick<Refusal, 'orCloses'> = {}): Expectation => ({
  text: orCloses ? 'answers without a crash, or closes the connection' : 'answers without a crash',
  judge: (observed) =>
    isCrash(observed) && !(orCloses && closes(observed))
      ? { kind: 'crash', received: describeAnswer(observed) }
      : { kind: 'met' },
})

/** Served or refused are both fine; which of them it was is noted. */
export const eitherNoted = (whenServed: string): Expectation => ({
  text: 'answers without a crash; what it serves is noted',
  judge: (observed) => {
    if (observed.accepted) return { kind: 'met', note: whenServed }
    return isCrash(observed) ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

/** Turns a broken expectation into a warning. A crash stays one. */
export const advisory = <Subject>(expectation: Expectation<Subject>): Expectation<Subject> => ({
  text: `${expectation.text} (advisory)`,
  judge: (subject) => {
    const judgement = expectation.judge(subject)
    return judgement.kind === 'broken' ? { ...judgement, advisory: true } : judgement
  },
})
