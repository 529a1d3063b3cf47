import { describe, expect, it } from 'vitest'
import type { CheckInput } from '../../model/check.ts'
import type { Launch } from '../../model/target.ts'
import { createMask } from '../../wire/masking/mask.ts'
import { createLaunches } from './launches.ts'
import type { Sender, Server } from './sender.ts'

const input = {} as CheckInput
const output = { logs: () => '', wrote: () => false, fromNow: () => ({ wrote: () => false }) }

function launching(launch: Partial<Launch>) {
  const events: string[] = []
  const server = { wire: { close: () => events.push('close') } } as unknown as Server
  const sender = { send: async (...[, , , options]: unknown[]) => options } as unknown as Sender
  const mask = createMask([])
  const launcher = {
    async launch(settings: Readonly<Record<string, string | undefined>>) {
      events.push(JSON.stringify(settings))
      return { ...output, ...launch, stop: async () => void events.push('stop') }
    },
  }
  return { events, server, mask, launches: createLaunches({ launcher, mask, sender, connect: () => server }) }
}

describe('createLaunches', () => {
  it('starts the target with settings and secrets, which are masked, and sends to it', async () => {
    const { launches, events, mask, server } = launching({ origin: new URL('http://127.0.0.1:1') })
    const launched = await launches.launch({ MODE: 'a' }, { KEY: 'a-secret-of-this-test' }, input)
    expect(events).toEqual(['{"MODE":"a","KEY":"a-secret-of-this-test"}'])
    expect(mask('a-secret-of-this-test')).toBe('‹KEY of a launch›')
    expect(await launched.send('one', {})).toEqual({ server })
    expect(launches.origins.map(String)).toEqual(['http://127.0.0.1:1/'])
    await launched.stop()
    expect(events.slice(1)).toEqual(['close', 'stop'])
  })

  it('sends nothing to a launch that does not answer', async () => {
    const { launches } = launching({ ended: 'exit code 1' })
    const launched = await launches.launch({}, {}, input)
    expect(() => launched.send('one', {})).toThrow(TypeError)
    expect(launches.origins).toEqual([])
  })

  it('needs a target that we start', async () => {
    const { server, mask } = launching({})
    const none = createLaunches({ launcher: undefined, mask, sender: {} as Sender, connect: () => server })
    await expect(none.launch({}, {}, input)).rejects.toThrow(TypeError)
  })
})
