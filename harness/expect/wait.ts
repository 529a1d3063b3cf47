import type { Expectation, Judgement, Observed } from '../model/expectation.ts'
import type { Wait } from '../model/steps/issuer.ts'
import { describeAnswer, isCrash } from './received.ts'

/** The judgement on the first answer that is a crash; undefined when none is. */
export const crashIn = (answers: readonly Observed[]): Judgement | undefined => {
  const crash = answers.find(isCrash)
  return crash && { kind: 'crash', received: describeAnswer(crash) }
}

/** However long it takes, no answer is a crash. */
export const survivesWaiting = (): Expectation<Wait> => ({
  text: 'must answer each request without a server error',
  judge: ({ answers }) => crashIn(answers) ?? { kind: 'met' },
})

/** The worst answer: an accepted one, else a server error, else the slowest. */
export const worstOf = (answers: readonly Observed[]): Observed | undefined =>
  answers.find(({ accepted }) => accepted) ??
  answers.find(({ exchange }) => (exchange.response?.status ?? 0) >= 500 && exchange.response?.status !== 503) ??
  answers.toSorted((one, other) => other.exchange.durationMs - one.exchange.durationMs)[0]

/** A requirement on each of several answers, of which the worst is judged. */
export const ofWorst = ({ text, judge }: Expectation): Expectation<{ readonly answers: readonly Observed[] }> => ({
  text,
  judge: ({ answers }) => {
    const worst = worstOf(answers)
    return worst ? judge(worst) : { kind: 'met' }
  },
})
