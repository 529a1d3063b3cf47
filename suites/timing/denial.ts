import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { type Cost, costsNoMore, isHeldUp, isLate, quantile, timesOf, unclear } from '../../harness/expect/index.ts'
import { shuffled } from '../../harness/forge/shuffled.ts'
import { tokenWithUnknownKid } from '../../harness/forge/unknown-kid.ts'
import type { Check, CheckInput } from '../../harness/model/check.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { burstsAllowed, isLoopback } from '../rate/bursts.ts'
import { countedBeside, crowdAtOnce, measureBeside, mostBeside } from './crowd.ts'
import { countedInTurn, fewestRounds, type Kind, type Measured, measureInTurn, mostRounds } from './rounds.ts'

/** Bytes of a token, below the smallest limit of header fields that is usual: 8 KiB. */
const longToken = 8000
const kindsAtMost = 4
const mostRequests = mostRounds * (1 + kindsAtMost) + mostBeside

const kindsOf = ({ token, config }: CheckInput): readonly Kind[] => [
  { name: 'no credential', attempt: () => ({ authorization: [], retryThrottled: false }) },
  { name: 'a random credential as long', attempt: () => ({ token: shuffled(token), retryThrottled: false }) },
  {
    name: `a random credential of ${longToken} bytes`,
    attempt: () => ({ token: shuffled('x'.repeat(longToken)), retryThrottled: false }),
  },
  ...(config.credential.kind === 'jwt'
    ? [{ name: 'a token by an unknown key', attempt: () => tokenWithUnknownKid({ token }) }]
    : []),
]

/** Why the target would answer with its limit instead. */
function limited({ target, features: { limit } }: TargetConfig): string | undefined {
  if (!limit || (limit.exemptsLoopback && isLoopback(new URL(target).hostname))) return undefined
  const { requests, burst = requests, instances } = limit
  return burst * instances < mostRequests
    ? `its limit may throttle some of ${mostRequests} requests; start the target with a higher one`
    : undefined
}

export const denialChecks: readonly Check[] = [
  defineCheck({
    id: 'timing/denial-cost',
    title: 'refuses credentials at about the cost of serving one',
    level: 'security',
    severity: 'medium',
    spec: [apiTop10(4), asvs('2.4.1'), rfc(9110, '17.5')],
    needs: ['credential'],
    fix: 'Find what a credential belongs to by a fast digest, or by an identifier in it, before anything slow is computed; bound its length; keep slow work off the event loop.',
    knownIncidents:
      'Unknown tokens compared with the slow password hash of every account in turn, on the event loop; patterns that backtrack over long tokens.',
    sends: `The valid credential and each kind of refused one in turn, ${fewestRounds} times, or up to ${mostRounds} times where one is slow. Then ${crowdAtOnce} of the slowest kind at once, and between them the health endpoint, or else a path that does not exist, without a credential; where that is slow, the same among valid ones. Never more than ${mostRequests} requests. A login, whose password hash is slow on purpose, is left alone.`,
    passes: `${costsNoMore(countedInTurn).text}, each kind by itself; so it does ${countedBeside} % of those to the other endpoint`,
    exclusive: true,
    skipIf: (config) => burstsAllowed(config) ?? limited(config),
    async run(context) {
      const answers: Observed[] = []
      const send: RunContext['send'] = async (vector, attempt) => {
        const observed = await context.send(vector, attempt)
        answers.push(observed)
        return observed
      }
      const inTurn = await measureInTurn(send, kindsOf(context))
      const slowest = slowestOf(inTurn)
      // What is slow alone is slow beside others, too; and a crowd would be throttled.
      const told = answers.some(isHeldUp) || inTurn.some(({ cost }) => isLate(countedInTurn, cost))
      const beside = told || !slowest ? undefined : await measureBeside(send, slowest, context.config)
      const throttling = answers.find(isHeldUp)
      const judge = (vector: string, cost: Cost, percent: number) => {
        const evidence = cost.answers.toSorted((left, right) => timeOf(right) - timeOf(left)).slice(0, 2)
        context.expect(vector, { ...cost, throttled: throttling !== undefined }, [costsNoMore(percent)], evidence)
      }
      for (const { kind, cost } of inTurn) judge(kind.name, cost, countedInTurn)
      if (beside) judge(`another endpoint beside ${crowdAtOnce} refused at once`, beside, countedBeside)
      if (throttling) {
        const reason = 'the target throttles us: 429, 423, or 503 with Retry-After'
        context.expect('all of them', throttling, [unclear('refuses them without throttling', reason)], [throttling])
      }
    },
  }),
]

const timeOf = (answer: Observed): number => quantile(50, timesOf([answer]))

function slowestOf(measured: readonly Measured[]): Kind | undefined {
  const median = ({ cost }: Measured) => quantile(50, timesOf(cost.answers))
  return measured.toSorted((left, right) => median(right) - median(left))[0]?.kind
}
