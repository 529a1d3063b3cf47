import { apiTop10, asvs, cwe, defineCheck } from '../../harness/define.ts'
import { advisory } from '../../harness/expect/index.ts'
import { type Limit, limitNotTested, limitOf, mostRefilled } from '../../harness/limit/limit.ts'
import { untilRecovered, useUp } from '../../harness/limit/use-up.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { Channel } from '../../harness/model/target-config.ts'
import { countedAsSameClient } from './expect.ts'

/** One way to appear as another client, each time as a different one. */
interface Imitation {
  readonly name: string
  /** Names the address of the client, which a trusted proxy may do. */
  readonly ofAddress?: true
  attempt(turn: number): Attempt
}

/** Addresses for documentation (RFC 5737 §3), which belong to no one. */
const address = (turn: number): string => `198.51.100.${turn + 1}`

const addressFields: readonly (readonly [name: string, value: (turn: number) => string])[] = [
  ['X-Forwarded-For', address],
  ['X-Forwarded-For', (turn) => `${address(turn)}, 127.0.0.1`],
  ['Forwarded', (turn) => `for=${address(turn)}`],
  ['X-Real-IP', address],
  ['True-Client-IP', address],
  ['CF-Connecting-IP', address],
  ['X-Client-IP', address],
]

/** A scheme in other cases. */
const otherCases = (scheme: string): readonly string[] => [
  scheme.toLowerCase(),
  scheme.toUpperCase(),
  ...Array.from(scheme, (_, at) => scheme.slice(0, at).toLowerCase() + scheme.slice(at).toUpperCase()).slice(1),
]

function schemeVariants({ field, scheme }: Channel, token: string): readonly Imitation[] {
  if (field.toLowerCase() !== 'authorization' || scheme === '') return []
  const cases = otherCases(scheme)
  const as = (value: string): Attempt => ({ authorization: [value] })
  return [
    { name: 'the scheme in another case', attempt: (turn) => as(`${cases[turn % cases.length]} ${token}`) },
    { name: 'more spaces after the scheme', attempt: (turn) => as(`${scheme}${' '.repeat(turn + 2)}${token}`) },
  ]
}

/** The path with one letter percent-encoded, which is equivalent (RFC 3986 §6.2.2.2). */
function encodedPath({ pathname, search }: URL, turn: number): string {
  const letters = [...pathname].flatMap((character, at) => (/[a-z]/i.test(character) ? [at] : []))
  const at = letters[turn % Math.max(1, letters.length)] ?? pathname.length
  const code = pathname.charCodeAt(at).toString(16)
  return `${pathname.slice(0, at)}%${code}${pathname.slice(at + 1)}${search}`
}

function imitations({
  config: { channel },
  target,
  token,
}: Pick<RunContext, 'config' | 'target' | 'token'>): readonly Imitation[] {
  const other = channel.field.toLowerCase() === 'x-api-key' ? 'Authorization: Bearer' : 'X-API-Key:'
  return [
    ...addressFields.map(
      ([field, value], index): Imitation => ({
        name: index === 1 ? `${field}, of two addresses` : field,
        ofAddress: true,
        attempt: (turn) => ({ fields: [`${field}: ${value(turn)}`] }),
      }),
    ),
    { name: 'another credential in another field', attempt: (turn) => ({ fields: [`${other} ${turn}-unknown-key`] }) },
    ...schemeVariants(channel, token),
    { name: 'an unknown query parameter', attempt: (turn) => ({ query: `unknown=${turn}` }) },
    ...(/[a-z]/i.test(target.pathname)
      ? [
          {
            name: 'a letter of the path percent-encoded',
            attempt: (turn: number) => ({ path: encodedPath(target, turn) }),
          },
        ]
      : []),
    { name: 'another User-Agent', attempt: (turn) => ({ fields: [`User-Agent: agent-${turn}`] }) },
    { name: 'HTTP/1.0', attempt: () => ({ version: '1.0' }) },
    { name: 'a new connection', attempt: () => ({}) },
  ]
}

/** Requests that are sent at once after one of their kind was accepted. */
const imitatingAtOnce = 4
/** Requests of the check, unless the burst is larger. */
const atMost = 150
/** A try is repeated when the window ended meanwhile. */
const tries = 3

export const clientIdentityChecks: readonly Check[] = [
  defineCheck({
    id: 'rate/identity-spoofing',
    title: 'must count a client as the same one however its request is written',
    level: 'security',
    severity: 'high',
    spec: [asvs('4.1.3'), apiTop10(4), cwe(348)],
    needs: ['credential', 'limit', 'bursts'],
    fix: 'Count by the authenticated client, or by the address of the connection; trust forwarding fields from your own proxies only, and normalise the path before it becomes part of a key.',
    knownIncidents:
      'Limits by the raw Authorization value, so that "bearer" and "Bearer" are two clients; limits by X-Forwarded-For, which any client can set; proxy fields that a framework trusts from loopback by default.',
    sends: `Valid requests until they are throttled; then requests with another claimed address, another key, or the scheme, path or query written differently, one of each. A request that is accepted is sent ${imitatingAtOnce} more times, after another valid request was throttled. At most ${atMost} requests after the limit is used up, or three times the burst.`,
    passes: `${countedAsSameClient().text}; a warning for forwarding fields when our address is declared to be a trusted proxy`,
    exclusive: true,
    skipIf: limitNotTested,
    because: 'Each imitation is repeated until the limit has not refilled between its requests.',
    async run(context) {
      const { config, target, token } = context
      const limit = limitOf(config)
      try {
        const throttled = await useUp(context, 'until throttled', limit)
        if (!throttled) return
        let left = Math.max(atMost, limit.burst)
        const send: RunContext['send'] = (vector, attempt) => {
          left--
          return context.send(vector, attempt)
        }
        for (const imitation of imitations({ config, target, token: limit.request.token ?? token })) {
          if (left > tries * (imitatingAtOnce + 2))
            await tryImitation({ send, expect: context.expect }, limit, imitation)
        }
      } finally {
        await untilRecovered(context, limit)
      }
    },
  }),
]

async function tryImitation(
  context: Pick<RunContext, 'send' | 'expect'>,
  limit: Limit,
  imitation: Imitation,
): Promise<void> {
  const { send, expect } = context
  const { name, ofAddress, attempt } = imitation
  const imitating = (turn: number) => send(name, { ...limit.request, ...attempt(turn) })
  const first = await imitating(0)
  if (!first.accepted) {
    expect(name, { answers: [first], most: 0, limited: true }, [countedAsSameClient()], [first])
    return
  }
  for (let turn = 0; turn < tries; turn++) {
    const before = await useUp(context, 'until throttled', limit)
    if (!before) return
    const began = performance.now()
    const answers = await Promise.all(
      Array.from({ length: imitatingAtOnce }, (_, index) => imitating(turn * imitatingAtOnce + index + 1)),
    )
    const most = Math.floor(mostRefilled(limit, performance.now() - began + before.exchange.durationMs))
    const after = await send('until throttled', limit.request)
    if (after.accepted) continue
    const expectation = countedAsSameClient()
    const trusted = ofAddress && limit.trustsOurAddress
    expect(
      name,
      { answers, most, limited: true },
      [trusted ? advisory(expectation) : expectation],
      evidenceOf(answers, after),
    )
    return
  }
}

const evidenceOf = (answers: readonly Observed[], after: Observed): readonly Observed[] => [
  ...answers.filter((answer) => answer.accepted).slice(0, 2),
  after,
]
