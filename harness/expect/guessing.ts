import type { Expectation, Observed } from '../model/expectation.ts'
import { quantile } from '../timing/statistics/quantile.ts'
import { describeAnswer, isCrash, isThrottled } from './received.ts'

/** Whether a guess was held up: throttled, or its account locked (RFC 4918 §11.3). */
export const isHeldUp = ({ exchange: { response } }: Observed): boolean =>
  response !== undefined && (isThrottled(response) || response.status === 423)

/** Attempts to guess a secret, one after the other. */
export interface Guesses {
  readonly answers: readonly Observed[]
  /** Why an unlimited number of guesses does no harm; undefined where it does. */
  readonly harmless: string | undefined
  /** Whether the correct secret is rejected after them: a lockout. */
  readonly locked: boolean
}

/** Guesses that take as long as this are limited enough: fewer than a hundred are possible in a minute. */
const slowMs = 600

/** After at most a hundred guesses there is a 429, a lockout, or a growing delay (OWASP ASVS 6.3.1). */
export const guessingLimited = (): Expectation<Guesses> => ({
  text: 'must throttle, lock out or delay a client that guesses, within 100 attempts',
  judge: ({ answers, harmless, locked }) => {
    const tries = `${answers.length} wrong attempts`
    if (answers.some(isHeldUp)) return { kind: 'met', note: `throttled by ${tries}` }
    const crash = answers.find(isCrash)
    if (crash) return { kind: 'crash', received: describeAnswer(crash) }
    if (locked) return { kind: 'met', note: `locked out after ${tries}` }
    const times = answers.map(({ exchange }) => exchange.durationMs)
    const [begin, end] = [quantile(50, times.slice(0, 10)), quantile(50, times.slice(-10))]
    if (end >= slowMs || (end > 100 && end > begin * 4)) return { kind: 'met', note: `delayed after ${tries}` }
    const received = `${tries} in ${Math.round(times.reduce((sum, time) => sum + time, 0))} ms, none of them delayed`
    return harmless === undefined ? { kind: 'broken', received } : { kind: 'met', note: `${received}; ${harmless}` }
  },
})
