import { randomUUID } from 'node:crypto'
import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import {
  type Cost,
  costsNoMore,
  isHeldUp,
  isLate,
  mostMs,
  quantile,
  timesOf,
  unclear,
} from '../../harness/expect/index.ts'
import type { Attempt, Check, Known, Observed, Profile, RunContext } from '../../harness/model.ts'
import { shuffled } from '../forge/shuffled.ts'
import { byUnknownKey } from '../jwks/unknown-kid.ts'
import { isLoopback, notFlooded } from '../rate/flood.ts'

type Send = RunContext['send']

/** A kind of request, another one every time, because a target may remember what it has refused. */
interface Kind {
  readonly name: string
  attempt(): Attempt
}

/** Of a target that is quick each time: what is slow by itself is slow in all of them. */
const fewestRounds = 8
/** From here on 95 % forgive an answer that only the machine held up. */
const forgivingRounds = 20
const mostRounds = 40
/** One more than 95 % of all rounds forgive. */
const enoughLate = 3
/** After that, no more rounds than it takes to forgive. */
const longMs = 30_000

/** Below the smallest limit of header fields that is usual, 8 KiB. */
const longToken = 8000
const kindsAtMost = 4

const crowdAtOnce = 20
/** Of the crowd to each request to another endpoint. */
const crowdToOther = 4
const mostBursts = 2

/** Per cent of answers that count: of the few beside a crowd half, so that one stall of the machine shows nothing. */
const counted = { inTurn: 95, beside: 50 } as const

/** What is sent at most, bursts of valid requests included. */
const mostRequests = mostRounds * (1 + kindsAtMost) + 1 + 2 * mostBursts * (crowdAtOnce + crowdAtOnce / crowdToOther)

const valid: Attempt = { asItComes: true }

const kindsOf = ({ token, profile }: Known): readonly Kind[] => [
  { name: 'no credential', attempt: () => ({ authorization: [], asItComes: true }) },
  { name: 'a random credential as long', attempt: () => ({ token: shuffled(token), asItComes: true }) },
  {
    name: `a random credential of ${longToken} bytes`,
    attempt: () => ({ token: shuffled('x'.repeat(longToken)), asItComes: true }),
  },
  ...(profile.credential.kind === 'jwt'
    ? [{ name: 'a token by an unknown key', attempt: () => byUnknownKey({ token }) }]
    : []),
]

/** Why the target would answer with its limit instead. */
function limited({ target, features: { limit } }: Profile): string | undefined {
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
    seen: 'Unknown tokens compared with the slow password hash of every account in turn, on the event loop; patterns that backtrack over long tokens.',
    sends: `The valid credential and each kind of refused one in turn, ${fewestRounds} times, or up to ${mostRounds} times where one is slow. Then ${crowdAtOnce} of the slowest kind at once, and between them the health endpoint, or else a path that does not exist, without a credential; where that is slow, the same among valid ones. Never more than ${mostRequests} requests. A login, whose password hash is slow on purpose, is left alone.`,
    passes: `${costsNoMore(counted.inTurn).text}, each kind by itself; so it does ${counted.beside} % of those to the other endpoint`,
    alone: true,
    unless: (profile) => notFlooded(profile) ?? limited(profile),
    async run(context) {
      const answers: Observed[] = []
      const send: Send = async (vector, attempt) => {
        const observed = await context.send(vector, attempt)
        answers.push(observed)
        return observed
      }
      const inTurn = await measureInTurn(send, kindsOf(context))
      const told = answers.some(isHeldUp) || inTurn.some(({ cost }) => isLate(counted.inTurn, cost))
      const other = told ? undefined : await measureOther(send, costliest(inTurn), context.profile)
      const throttling = answers.find(isHeldUp)
      const judge = (vector: string, cost: Cost, percent: number) => {
        const slowest = cost.answers.toSorted((left, right) => timeOf(right) - timeOf(left)).slice(0, 2)
        context.expect(vector, { ...cost, throttled: throttling !== undefined }, [costsNoMore(percent)], slowest)
      }
      for (const { kind, cost } of inTurn) judge(kind.name, cost, counted.inTurn)
      if (other) judge(`another endpoint beside ${crowdAtOnce} refused at once`, other, counted.beside)
      if (throttling) {
        const reason = 'the target throttles us: 429, 423, or 503 with Retry-After'
        context.expect('all of them', throttling, [unclear('refuses them without throttling', reason)], [throttling])
      }
    },
  }),
]

interface Measured {
  readonly kind: Kind
  readonly cost: Cost
}

const timeOf = (answer: Observed): number => timesOf([answer])[0] ?? 0

/** Sends the valid credential and each kind in turn, so that a slow moment of the machine hits all alike. */
async function measureInTurn(send: Send, kinds: readonly Kind[]): Promise<readonly Measured[]> {
  const controls: Observed[] = []
  const series = kinds.map((kind) => ({ kind, answers: [] as Observed[] }))
  const measured = series.map(({ kind, answers }) => ({ kind, cost: { answers, controls } }))
  const costs = measured.map(({ cost }) => cost)
  const began = performance.now()
  for (let round = 1; round <= mostRounds; round++) {
    controls.push(await send('the valid credential', valid))
    for (const { kind, answers } of series) answers.push(await send(kind.name, kind.attempt()))
    if (costs.some(isCertain) || (round >= fewestRounds && costs.every(isQuick))) break
    if (round >= forgivingRounds && performance.now() - began > longMs) break
  }
  return measured
}

const isCertain = ({ answers, controls }: Cost): boolean =>
  [...answers, ...controls].some(isHeldUp) ||
  timesOf(answers).filter((ms) => ms > mostMs(counted.inTurn, controls)).length >= enoughLate

/** Compared with the median of the controls, which a slow one does not move. */
const isQuick = ({ answers, controls }: Cost): boolean => timesOf(answers).every((ms) => ms <= mostMs(50, controls))

function costliest(measured: readonly Measured[]): Kind | undefined {
  const median = ({ cost }: Measured) => quantile(50, timesOf(cost.answers))
  return measured.toSorted((left, right) => median(right) - median(left))[0]?.kind
}

/** Another endpoint beside refused requests and, where it is slow there, beside valid ones; undefined where it fails. */
async function measureOther(send: Send, kind: Kind | undefined, { features }: Profile): Promise<Cost | undefined> {
  const path = features.health?.path ?? `/${randomUUID()}`
  // Where every path wants a credential, it is refused for want of one, which costs nothing either.
  const ask = () => send('another endpoint', { path, method: 'GET', authorization: [], asItComes: true })
  const { response } = (await ask()).exchange
  if (!kind || !response || response.status >= 500) return undefined
  const cost = { answers: [] as Observed[], controls: [] as Observed[] }
  for (let turn = 0; turn < mostBursts; turn++) {
    cost.answers.push(...(await burst(() => send(`${kind.name}, at once`, kind.attempt()), ask)))
    if (!isLate(counted.beside, { ...cost, controls: [] })) break
    cost.controls.push(...(await burst(() => send('the valid credential, at once', valid), ask)))
  }
  return cost
}

/** Sends a crowd at once, the other endpoint asked between them, and gives the answers of that one. */
async function burst(crowd: () => Promise<Observed>, ask: () => Promise<Observed>): Promise<readonly Observed[]> {
  const crowded: Promise<Observed>[] = []
  const others: Promise<Observed>[] = []
  while (crowded.length < crowdAtOnce) {
    crowded.push(crowd())
    if (crowded.length % crowdToOther === 0) others.push(ask())
  }
  const [answers] = await Promise.all([Promise.all(others), Promise.all(crowded)])
  return answers
}
