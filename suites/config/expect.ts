import type { Expectation } from '../../harness/model/expectation.ts'
import type { LaunchInFlow } from '../../harness/model/steps/launch.ts'

type Start = Pick<LaunchInFlow, 'ended' | 'origin' | 'wrote' | 'value'>

/** How the start of the target ended, in a few words. */
const outcomeOf = ({ ended, origin }: Start): string =>
  ended !== undefined ? `it ended with ${ended}` : origin ? 'it started, and answers' : 'it runs, but does not answer'

/** The target does not start, and its output names the variable of its secret. */
export const failsToStart = (): Expectation<Start> => ({
  text: 'must not start, with a message that names the setting',
  judge: (start) => {
    if (start.origin) return { kind: 'broken', received: outcomeOf(start) }
    if (/^exit code 0$/.test(start.ended ?? '')) {
      return { kind: 'broken', received: 'it ended with exit code 0, which says success', advisory: true }
    }
    const setting = String(start.value('launch.secret'))
    return start.wrote(setting)
      ? { kind: 'met' }
      : { kind: 'broken', received: `${outcomeOf(start)}, and its output does not name ${setting}`, advisory: true }
  },
})

/** The target starts, and its answers are judged; or its output says why it does not. */
export const startsOrSaysWhy = (): Expectation<Start> => ({
  text: 'must start, or end with a message that names the setting',
  judge: (start) => (start.origin ? { kind: 'met' } : failsToStart().judge(start)),
})

/** The target starts. */
export const starts = (): Expectation<Start> => ({
  text: 'must start and answer',
  judge: (start) => (start.origin ? { kind: 'met' } : { kind: 'broken', received: outcomeOf(start) }),
})
