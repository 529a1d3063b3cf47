import { expect, test } from 'vitest'
import type { Attempt, Observed } from '../../model/expectation.ts'
import { gather } from './together.ts'

/** Answers that name the attempt they are for. */
function fakeSender() {
  const sent: (string | undefined)[][] = []
  const sendAll = async (attempts: readonly Attempt[]): Promise<readonly Observed[]> => {
    sent.push(attempts.map(({ path }) => path))
    return attempts.map((attempt) => ({ attempt }) as Observed)
  }
  return { sent, sendAll }
}

const pathOf = async (answer: Promise<Observed>) => (await answer).attempt.path

test('all requests of one moment are sent at once, and each play gets its own answer', async () => {
  const { sent, sendAll } = fakeSender()
  const { send } = gather(3, sendAll)
  const answers = ['a', 'b', 'c'].map((path) => pathOf(send({ path })))
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c'])
  expect(sent).toEqual([['a', 'b', 'c']])
})

test('nobody waits for a play that is over', async () => {
  const { sent, sendAll } = fakeSender()
  const { send, leave } = gather(2, sendAll)
  const first = pathOf(send({ path: 'a' }))
  leave()
  expect(await first).toBe('a')
  expect(sent).toEqual([['a']])
})

test('an error reaches every play', async () => {
  const { send } = gather(2, async () => {
    throw new TypeError('interrupted')
  })
  const all = await Promise.allSettled([send({}), send({})])
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
