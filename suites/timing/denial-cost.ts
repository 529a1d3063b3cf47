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
  type MeasuredGroup,
  measureBeside,
  measureInTurn,
  mostBeside,
  mostRounds,
} from './cost-measurement.ts'
import { type Cost, costsNoMore, isLate, timesOf } from './expect.ts'

/** Bytes of a token, below the smallest limit of header fields that is usual: 8 KiB. */
const longToken = 8000
const mostGroups = 4
const mostRequests = mostRounds * (1 + mostGroups) + mostBeside

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

/** Why the declared limit would throttle the requests. */
function limited({ onLoopback, features: { limit } }: TargetConfig): string | undefined {
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
    sends: `The valid credential and each group of rejected ones in turn, ${fewestRounds} times, or up to ${mostRounds} times where one is slow. Then ${atOnce} of the slowest group at once, and between them the health endpoint, or else a path that does not exist, without a credential; where that is slow, the same among valid ones. Never more than ${mostRequests} requests, and once more as many where some are slow: what delays the machine for a moment is not there again. A login, whose password hash is slow on purpose, is not requested.`,
    passes: `${costsNoMore(countedInTurn).text}, for each group by itself, and ${countedBeside} % of those to the other endpoint`,
    exclusive: true,
    because: 'How many requests it sends, and of which group, depends on how long earlier answers took.',
    repeatsItself: true,
    skipIf: limited,
    async run(context) {
      const first = await measure(context)
      const { answers, inTurn, beside } = isSlow(first) ? await measure(context) : first
      const throttling = answers.find(isHeldUp)
      const judge = (vector: string, cost: Cost, percent: number) => {
        const evidence = cost.answers.toSorted((left, right) => timeOf(right) - timeOf(left)).slice(0, 2)
        context.expect(vector, { ...cost, throttled: throttling !== undefined }, [costsNoMore(percent)], evidence)
      }
      for (const { group, cost } of inTurn) judge(group.name, cost, countedInTurn)
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
  const slowest = slowestOf(inTurn)
  // A group that is slow by itself is slow beside others, too; and a burst would be throttled.
  const decided = answers.some(isHeldUp) || inTurn.some(({ cost }) => isLate(countedInTurn, cost))
  const beside = decided || !slowest ? undefined : await measureBeside(send, slowest, context.config)
  return { answers, inTurn, beside }
}

const isSlow = ({ inTurn, beside }: MeasuredCosts): boolean =>
  inTurn.some(({ cost }) => isLate(countedInTurn, cost)) || (beside !== undefined && isLate(countedBeside, beside))

const timeOf = (answer: Observed): number => quantile(50, timesOf([answer]))

function slowestOf(measured: readonly MeasuredGroup[]): CostGroup | undefined {
  const median = ({ cost }: MeasuredGroup) => quantile(50, timesOf(cost.answers))
  return measured.toSorted((left, right) => median(right) - median(left))[0]?.group
}
