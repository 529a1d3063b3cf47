import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'

it('an idle connection does not keep the process alive', async () => {
  const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => {
    server.close()
  })
  const program = `
    const { createWireClient } = await import(${JSON.stringify(new URL('./client.ts', import.meta.url).href)})
    const client = createWireClient({ origin: new URL('http://127.0.0.1:${(server.address() as AddressInfo).port}') })
    const bytes = Buffer.from('GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n')
    const answer = await client.send({ method: 'GET', bytes, pool: 'a' })
    process.stdout.write(answer.response.body + answer.response.reusable)`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
  expect(stdout).toBe('hellotrue')
})
