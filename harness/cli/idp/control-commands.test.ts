import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServedIdp, serveIdp } from '../../../mock-idp/adapters/node.ts'
import { type ControlledIssuer, connectIdp } from '../../../mock-idp/index.ts'
import type { Io } from '../io.ts'
import { controlCommands } from './control-commands.ts'
import { followJournal } from './follow-journal.ts'

let served: ServedIdp
beforeAll(async () => {
  served = await serveIdp({ port: 0, keys: ['ES256'] })
})
afterAll(() => served.close())

/** The names of all functions, such as `clock.set`. */
const methodsOf = (part: object, prefix = ''): readonly string[] =>
  Object.entries(part).flatMap(([name, member]) => {
    if (typeof member === 'function') return [prefix + name]
    return typeof member === 'object' ? methodsOf(member, `${prefix}${name}.`) : []
  })

/** An object of the same shape whose functions record that they were called. */
const recording = (part: object, calls: Set<string>, prefix = ''): object =>
  Object.fromEntries(
    Object.entries(part).map(([name, member]) => {
      if (typeof member === 'object') return [name, recording(member, calls, `${prefix}${name}.`)]
      return [name, async () => void calls.add(prefix + name)]
    }),
  )

const io = { env: { SECRET: 'x' } } as unknown as Io

const clockMoves = [['set', '5m'], ['advance', '5m'], ['freeze'], ['resume'], ['reset']]

test('commands, client and process have the same functions', async () => {
  const { fetch, ready, tenant, privateKey, ...inProcess } = served.idp
  const methods = methodsOf(await connectIdp(served.url)).toSorted()
  expect(methodsOf(inProcess).toSorted()).toEqual(methods)

  const calls = new Set<string>()
  const issuer = recording(inProcess, calls) as ControlledIssuer
  for (const { args = [], run } of controlCommands) {
    const sent = ['1', '{}'].map((text) => args.map(() => text))
    for (const [given, flags] of [
      [[], {}],
      [[], { wait: '1' }],
      [sent[0], {}],
      [sent[1], {}],
    ] as const) {
      // Invalid arguments are rejected. A function that is never called fails the assertion below.
      await Promise.resolve()
        .then(() => run(issuer, given ?? [], flags, io))
        .catch(() => {})
    }
  }
  const clock = controlCommands.find(({ name }) => name === 'clock')
  for (const move of clockMoves) await clock?.run(issuer, move, {}, io)
  // `conformance mint` and its --list cover mint and flaws. The JWK Set and clearing the journal have no command.
  const elsewhere = ['mint', 'flaws', 'jwks', 'journal.clear']
  expect([...calls, ...elsewhere].toSorted()).toEqual(methods)
})

test('following the journal prints each request once, until it is interrupted', async () => {
  const interruption = new AbortController()
  const lines: string[] = []
  let printed = () => {}
  const following = followJournal(
    served.idp,
    { endpoint: 'jwks' },
    {
      interrupt: () => interruption.signal,
      stdout: {
        isTerminal: false,
        color: false,
        flush: async () => {},
        write(text) {
          lines.push(text)
          printed()
        },
      },
    },
  )
  for (let count = 1; count <= 3; count++) {
    const one = new Promise<void>((resolve) => {
      printed = resolve
    })
    await fetch(`${served.url}/jwks`)
    await fetch(`${served.url}/`)
    await one
  }
  interruption.abort()
  await following
  expect(lines.map((line) => JSON.parse(line).endpoint)).toEqual(['jwks', 'jwks', 'jwks'])
  expect(new Set(lines.map((line) => JSON.parse(line).id)).size).toBe(3)
})
