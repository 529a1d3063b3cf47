import { expect, test } from 'vitest'
import { createMask } from '../wire/masking/mask.ts'
import { startCommand } from './command.ts'
import { freePort } from './free-port.ts'

const node = JSON.stringify(process.execPath)

const freeUrl = async (): Promise<URL> => new URL(`http://127.0.0.1:${await freePort()}/`)

const serving = (first: string, { port }: URL) =>
  `${node} -e "${first}; require('http').createServer((q, s) => s.writeHead(503).end()).listen(${port})"`

test('any status counts as an answer; what it wrote is kept in part, and masked', async () => {
  const url = await freeUrl()
  const secret = 'a-very-long-secret-of-the-test'
  const noise = `process.stdout.write('x'.repeat(200000) + ' ' + process.env.SECRET)`
  const target = await startCommand({
    command: serving(noise, url),
    env: { SECRET: secret },
    url,
    waitMs: 10_000,
    mask: createMask([{ name: 'SECRET', value: secret }]),
  })
  expect(target.ended()).toBeUndefined()
  await expect.poll(() => target.output.logs()).toMatch(/^x{60000,65536} ‹SECRET›$/)
  await target.stop()
  expect(target.ended()).toMatch(/^signal SIGTERM|^exit code 143/)
  await target.stop()
})

test('a shell that ends while its server goes on is no end', async () => {
  const url = await freeUrl()
  const target = await startCommand({ command: `${serving('', url)} &`, url, waitMs: 10_000 })
  expect(target.ended()).toBeUndefined()
  await target.stop()
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})

test('an abort ends the wait and the command', async () => {
  const url = await freeUrl()
  const controller = new AbortController()
  const starting = startCommand({ command: 'sleep 60', url, waitMs: 10_000, signal: controller.signal })
  controller.abort()
  await expect(starting).rejects.toMatchObject({ name: 'AbortError' })
})
