import type { Expectation, Judgement, Observed } from '../model/expectation.ts'
import { describeAnswer, isCrash } from './received.ts'

/** Requests that were repeated until one was answered as wanted, or the time was over. Times in milliseconds. */
export interface Wait {
  readonly answers: readonly Observed[]
  readonly withinMs: number
  readonly tookMs: number
  /** Whether an answer was as wanted. */
  readonly reached: boolean
}

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
