import type { Expectation } from '../../harness/model/expectation.ts'
import type { Launched } from '../../harness/model/run-context.ts'

/** How the start of the target ended, in a few words. */
const outcomeOf = ({ ended, origin }: Launched): string =>
  ended !== undefined ? `it ended with ${ended}` : origin ? 'it started, and answers' : 'it runs, but does not answer'

/** The target does not start, and its output names the setting that is wrong. */
export const failsToStart = (setting: string): Expectation<Launched> => ({
  text: `must not start, with a message that names ${setting}`,
  judge: (launched) => {
    if (launched.origin) return { kind: 'broken', received: outcomeOf(launched) }
    if (/^exit code 0$/.test(launched.ended ?? '')) {
      return { kind: 'broken', received: 'it ended with exit code 0, which says success', advisory: true }
    }
    return launched.wrote(setting)
      ? { kind: 'met' }
      : { kind: 'broken', received: `${outcomeOf(launched)}, and its output does not name ${setting}`, advisory: true }
  },
})

/** The target starts. */
export const starts = (): Expectation<Launched> => ({
  text: 'must start and answer',
  judge: (launched) => (launched.origin ? { kind: 'met' } : { kind: 'broken', received: outcomeOf(launched) }),
})
