import { apiTop10, asvs, cwe, defineCheck } from '../../harness/define.ts'
import { advisory, noFreshLimit } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { Channel } from '../../harness/model/target-config.ts'
import { exhaust, type Limit, limitOf, mostRefilled, notTried, untilRecovered } from './limit.ts'

/** One way to look like somebody else, each time differently. */
interface Disguise {
  readonly name: string
  /** Says which address the request comes from, which a trusted proxy may do. */
  readonly ofAddress?: true
  attempt(turn: number): Attempt
}

/** Addresses for documentation (RFC 5737 §3), so that nobody's is used. */
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

/** Spellings of a scheme in other cases. */
const otherCases = (scheme: string): readonly string[] => [
  scheme.toLowerCase(),
  scheme.toUpperCase(),
  ...Array.from(scheme, (_, at) => scheme.slice(0, at).toLowerCase() + scheme.slice(at).toUpperCase()).slice(1),
]

function spellings({ field, scheme }: Channel, token: string): readonly Disguise[] {
  if (field.toLowerCase() !== 'authorization' || scheme === '') return []
  const cases = otherCases(scheme)
  const as = (value: string): Attempt => ({ authorization: [value] })
  return [
    { name: 'the scheme in another case', attempt: (turn) => as(`${cases[turn % cases.length]} ${token}`) },
    { name: 'more spaces after the scheme', attempt: (turn) => as(`${scheme}${' '.repeat(turn + 2)}${token}`) },
  ]
}

/** The path with one letter percent-encoded, which means the same (RFC 3986 §6.2.2.2). */
function encodedPath({ pathname, search }: URL, turn: number): string {
  const letters = [...pathname].flatMap((character, at) => (/[a-z]/i.test(character) ? [at] : []))
  const at = letters[turn % Math.max(1, letters.length)] ?? pathname.length
  const code = pathname.charCodeAt(at).toString(16)
  return `${pathname.slice(0, at)}%${code}${pathname.slice(at + 1)}${search}`
}

function disguises({
  config: { channel },
  target,
  token,
}: Pick<RunContext, 'config' | 'target' | 'token'>): readonly Disguise[] {
  const other = channel.field.toLowerCase() === 'x-api-key' ? 'Authorization: Bearer' : 'X-API-Key:'
  return [
    ...addressFields.map(
      ([field, value], index): Disguise => ({
        name: index === 1 ? `${field}, of two addresses` : field,
        ofAddress: true,
        attempt: (turn) => ({ fields: [`${field}: ${value(turn)}`] }),
      }),
    ),
    { name: 'another credential in another field', attempt: (turn) => ({ fields: [`${other} ${turn}-made-up-key`] }) },
    ...spellings(channel, token),
    { name: 'noise in the query', attempt: (turn) => ({ query: `noise=${turn}` }) },
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

/** Disguised requests that are sent at once when one of them was served. */
const together = 4
/** Requests of a check that sends a few of many kinds, unless the burst is larger. */
const atMost = 150
/** A window that ends meanwhile makes a try worthless. */
const tries = 3

export const evasionChecks: readonly Check[] = [
  defineCheck({
    id: 'rate/identity-spoofing',
    title: 'counts a client as the same one however its request is spelled',
    level: 'security',
    severity: 'high',
    spec: [asvs('4.1.3'), apiTop10(4), cwe(348)],
    needs: ['credential', 'limit'],
    fix: 'Count by who was authenticated, or by the address of the connection; believe forwarding fields from your own proxies only, and normalise the path before it becomes part of a key.',
    knownIncidents:
      'Limits by the raw Authorization value, so that "bearer" and "Bearer" are two clients; limits by X-Forwarded-For where anybody can write it; proxy fields that a framework believes from loopback by default.',
    sends: `Valid requests until they are throttled; then one of each kind with another claimed address, another key, another spelling of scheme, path or query. What is served is sent ${together} times more, after another valid request was throttled. Never more than ${atMost} requests after the limit is used up, or three times the burst.`,
    passes: `${noFreshLimit().text}; a warning for forwarding fields where our address is declared to be a trusted proxy`,
    exclusive: true,
    skipIf: notTried,
    async run(context) {
      const { config, target, token } = context
      const limit = limitOf(config)
      try {
        const refused = await exhaust(context, 'until throttled', limit)
        if (!refused) return
        let left = Math.max(atMost, limit.burst)
        const send: RunContext['send'] = (vector, attempt) => {
          left--
          return context.send(vector, attempt)
        }
        for (const disguise of disguises({ config, target, token: limit.request.token ?? token })) {
          if (left > tries * (together + 2)) await tryOn({ send, expect: context.expect }, limit, disguise)
        }
      } finally {
        await untilRecovered(context, limit)
      }
    },
  }),
]

async function tryOn(context: Pick<RunContext, 'send' | 'expect'>, limit: Limit, disguise: Disguise): Promise<void> {
  const { send, expect } = context
  const { name, ofAddress, attempt } = disguise
  const disguised = (turn: number) => send(name, { ...limit.request, ...attempt(turn) })
  const first = await disguised(0)
  if (!first.accepted) {
    expect(name, { answers: [first], most: 0, limited: true }, [noFreshLimit()], [first])
    return
  }
  for (let turn = 0; turn < tries; turn++) {
    const before = await exhaust(context, 'until throttled', limit)
    if (!before) return
    const began = performance.now()
    const answers = await Promise.all(
      Array.from({ length: together }, (_, index) => disguised(turn * together + index + 1)),
    )
    const most = Math.floor(mostRefilled(limit, performance.now() - began + before.exchange.durationMs))
    const after = await send('until throttled', limit.request)
    if (after.accepted) continue
    const expectation = noFreshLimit()
    const trusted = ofAddress && limit.trustsOurAddress
    expect(
      name,
      { answers, most, limited: true },
      [trusted ? advisory(expectation) : expectation],
      served(answers, after),
    )
    return
  }
}

const served = (answers: readonly Observed[], after: Observed): readonly Observed[] => [
  ...answers.filter((answer) => answer.accepted).slice(0, 2),
  after,
]
