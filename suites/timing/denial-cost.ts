import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { isHeldUp, quantile, unclear } from '../../harness/expect/index.ts'
import { credentialKind } from '../../harness/forge/jwt-credential.ts'
import { tokenWithUnknownKid } from '../../harness/forge/keys/unknown-kid.ts'
import { shuffled } from '../../harness/forge/shuffled.ts'
import type { Check, CheckInput } from '../../harness/model/check.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import {
  atOnce,
  type CostGroup,
  countedBeside,
  countedInTurn,
  fewestRounds,
  isOnlyDelayed,
  type MeasuredGroup,
  measureBeside,
  measureInTurn,
  mostBeside,
  mostDelayed,
  mostRounds,
} from './cost-measurement.ts'
import { type Cost, costsNoMore, isLate, timesOf } from './expect.ts'

/** Bytes of a token, below the smallest limit of header fields that is usual: 8 KiB. */
const longToken = 8000
const mostGroups = 4
const mostRequests = mostRounds * (1 + mostGroups) + Math.max(mostBeside, mostGroups * mostDelayed)

const groupsOf = ({ token, config }: CheckInput): readonly CostGroup[] => [
  { name: 'no credential', attempt: () => ({ authorization: [], retryThrottled: false }) },
  { name: 'a random credential as long', attempt: () => ({ token: shuffled(token), retryThrottled: false }) },
  {
    name: `a random credential of ${longToken} bytes`,
    attempt: () => ({ token: shuffled('x'.repeat(longToken)), retryThrottled: false }),
  },
  ...(credentialKind(config) === 'jwt'
    ? [{ name: 'a token by an unknown key', attempt: () => tokenWithUnknownKid({ token, config }) }]
    : []),
]

/** Why it is skipped: durations are not judged, or the declared limit would throttle the requests. */
function notMeasured({ onLoopback, noTiming, features: { limit } }: TargetConfig): string | undefined {
  if (noTiming) return 'durations are not judged: --no-timing'
  if (!limit || (limit.exemptsLoopback && onLoopback)) return undefined
  const { requests, burst = requests, instances } = limit
  return burst * instances < mostRequests
    ? `its limit may throttle some of ${mostRequests} requests; start the target with a higher one`
    : undefined
}

export const denialChecks: readonly Check[] = [
  defineCheck({
    id: 'timing/denial-cost',
    title: 'must reject credentials at about the cost of accepting one',
    level: 'security',
    severity: 'medium',
    spec: [apiTop10(4), asvs('2.4.1'), rfc(9110, '17.5')],
    needs: ['credential', 'bursts'],
    fix: 'Find the owner of a credential by a fast digest, or by an identifier in it, before anything slow is computed; limit its length; keep slow work off the event loop.',
    knownIncidents:
      'Unknown tokens compared with the slow password hash of every account in turn, on the event loop; patterns that backtrack over long tokens.',
    sends: `The valid credential and each group of rejected ones in turn, ${fewestRounds} times, or up to ${mostRounds} times where one is slow. Then ${atOnce} of a slow group, or else of the slowest, at once, and between them the health endpoint, or else a path that does not exist, without a credential; where that is slow, the same among valid ones. Never more than ${mostRequests} requests, and once more as many where some are slow: what delays the machine for a moment is not there again. A login, whose password hash is slow on purpose, is not requested.`,
    passes: `${costsNoMore(countedInTurn).text}, for each group by itself, unless they are only delayed, so that ${atOnce} at once take no longer; and ${countedBeside} % of those to the other endpoint`,
    exclusive: true,
    because: 'How many requests it sends, and of which group, depends on how long earlier answers took.',
    repeatsItself: true,
    skipIf: notMeasured,
    async run(context) {
      const first = await measure(context)
      const { answers, inTurn, delayed, beside } = isSlow(first) ? await measure(context) : first
      const throttling = answers.find(isHeldUp)
      const judge = (vector: string, cost: Cost, percent: number) => {
        const evidence = cost.answers.toSorted((left, right) => timeOf(right) - timeOf(left)).slice(0, 2)
        context.expect(vector, { ...cost, throttled: throttling !== undefined }, [costsNoMore(percent)], evidence)
      }
      for (const { group, cost } of inTurn)
        judge(group.name, { ...cost, delayed: delayed.includes(group) }, countedInTurn)
      if (beside) judge(`another endpoint beside ${atOnce} rejected at once`, beside, countedBeside)
      if (throttling) {
        const reason = 'the target throttles us: 429, 423, or 503 with Retry-After'
        context.expect(
          'all of them',
          throttling,
          [unclear('must reject them without throttling', reason)],
          [throttling],
        )
      }
    },
  }),
]

interface MeasuredCosts {
  /** All answers, in the order of the requests. */
  readonly answers: readonly Observed[]
  readonly inTurn: readonly MeasuredGroup[]
  /** Slow groups that are only delayed. */
  readonly delayed: readonly CostGroup[]
  readonly beside: Cost | undefined
}

async function measure(context: RunContext): Promise<MeasuredCosts> {
  const answers: Observed[] = []
  const send: RunContext['send'] = async (vector, attempt) => {
    const observed = await context.send(vector, attempt)
    answers.push(observed)
    return observed
  }
  const inTurn = await measureInTurn(send, groupsOf(context))
  const delayed = answers.some(isHeldUp) ? [] : await delayedAmong(send, inTurn, context.config)
  const [slowest] = slowestFirst(inTurn)
  // A group that is slow by itself is slow beside others, too; and a burst would be throttled.
  const decided = answers.some(isHeldUp) || inTurn.some(({ cost }) => isLate(countedInTurn, cost))
  const beside = decided || !slowest ? undefined : await measureBeside(send, slowest.group, context.config)
  return { answers, inTurn, delayed, beside }
}

const isSlow = ({ inTurn, delayed, beside }: MeasuredCosts): boolean =>
  inTurn.some(({ group, cost }) => isLate(countedInTurn, cost) && !delayed.includes(group)) ||
  (beside !== undefined && isLate(countedBeside, beside))

const timeOf = (answer: Observed): number => quantile(50, timesOf([answer]))

const median = ({ cost }: MeasuredGroup): number => quantile(50, timesOf(cost.answers))

const slowestFirst = (measured: readonly MeasuredGroup[]): readonly MeasuredGroup[] =>
  measured.toSorted((left, right) => median(right) - median(left))

/** Slow groups that are only delayed. It ends at the first one that is not, which fails anyway. */
async function delayedAmong(
  send: RunContext['send'],
  measured: readonly MeasuredGroup[],
  config: TargetConfig,
): Promise<readonly CostGroup[]> {
  const delayed: CostGroup[] = []
  for (const one of slowestFirst(measured).filter(({ cost }) => isLate(countedInTurn, cost))) {
    if (!(await isOnlyDelayed(send, one, config))) break
    delayed.push(one.group)
  }
  return delayed
}
