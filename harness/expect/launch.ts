import type { Expectation, Observed } from '../model/expectation.ts'
import type { Launched } from '../model/run-context.ts'

/** What came of starting the target, in a few words. */
const outcomeOf = ({ ended, origin }: Launched): string =>
  ended !== undefined ? `it ended with ${ended}` : origin ? 'it started, and answers' : 'it runs, but does not answer'

/** The start is refused, and the output says which setting is to blame. */
export const failsToStart = (setting: string): Expectation<Launched> => ({
  text: `refuses to start, with a message that names ${setting}`,
  judge: (launched) => {
    if (launched.origin) return { kind: 'broken', received: outcomeOf(launched) }
    if (/^exit code 0$/.test(launched.ended ?? '')) {
      return { kind: 'broken', received: 'it ended with exit code 0, as if all were well', advisory: true }
    }
    return launched.wrote(setting)
      ? { kind: 'met' }
      : { kind: 'broken', received: `${outcomeOf(launched)}, and its output does not name ${setting}`, advisory: true }
  },
})

/** The target starts. */
export const starts = (): Expectation<Launched> => ({
  text: 'starts and answers',
  judge: (launched) => (launched.origin ? { kind: 'met' } : { kind: 'broken', received: outcomeOf(launched) }),
})

/** None of the answers shows what the target protects; a crash each time withholds it, but badly. */
export const allRejected = (): Expectation<readonly Observed[]> => ({
  text: 'does not start, or refuses every request',
  judge: (observed) => {
    const served = observed.find((one) => one.accepted)
    if (served)
      return { kind: 'broken', received: `${served.exchange.response?.status ?? 0} with the protected content` }
    const crashed = observed.find(({ exchange }) => (exchange.response?.status ?? 0) >= 500)
    return crashed
      ? { kind: 'crash', received: `${crashed.exchange.response?.status} to each request` }
      : { kind: 'met' }
  },
})
