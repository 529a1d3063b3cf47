import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCommand } from './support/real-command.ts'

const program = fileURLToPath(new URL('../../../fixtures/systems/serve.ts', import.meta.url))
const server = (id: string) => `exec ${JSON.stringify(process.execPath)} ${JSON.stringify(program)} ${id} {port}`

const key = 'conformance-key-of-more-than-thirty-characters'

test('a documented system needs no more than its name, where the target is, and the secret of its document', async () => {
  const { code, stdout } = await runCommand(
    [
      ...['--system', 'mcp-toolkit-api-key', '--target', 'http://127.0.0.1:{port}'],
      ...['--exec', server('mcp-toolkit-api-key'), '--no-results', '--no-timing'],
    ],
    { env: { MCP_AUTH: 'api_key', MCP_API_KEY: key } },
  )
  expect(stdout).toContain('X-API-Key: ‹MCP_API_KEY›')
  expect(stdout).toMatch(/documented +2 passed/)
  expect(stdout).toContain('not promised by the document')
  expect(stdout).not.toContain(key)
  expect(code).toBe(0)
})

test('the credential may come from the login of the target, and a target may be open', async () => {
  const login = await runCommand([
    ...['--system', 'classic-models-api', '--target', 'http://127.0.0.1:{port}', '--only', 'classic-models-api'],
    ...['--exec', server('classic-models-api'), '--no-results'],
  ])
  expect(login.stdout).toMatch(/documented +3 passed/)
  expect(login.code).toBe(0)
  const open = await runCommand(
    [
      ...['--system', 'mcp-toolkit-none', '--target', 'http://127.0.0.1:{port}'],
      ...['--exec', server('mcp-toolkit-none'), '--no-results'],
    ],
    { env: { MCP_AUTH: 'none' } },
  )
  expect(open.stdout).toMatch(/documented +2 passed/)
  expect(open.code).toBe(0)
})

test('what --env gives the target reaches the settings of its system, and secrets in it are masked', async () => {
  const password = 'of-this-run-alone'
  const { code, stdout } = await runCommand([
    ...['--system', 'classic-models-api', '--target', 'http://127.0.0.1:{port}', '--only', 'classic-models-api'],
    ...['--exec', server('classic-models-api'), '--no-results', '--format', 'json'],
    ...['--env', 'API_USERNAME=eve', '--env', `API_PASSWORD=${password}`],
  ])
  expect(code).toBe(0)
  expect(stdout).not.toContain(password)
})

test('a login that gives no token ends the run with a message', async () => {
  const { code, stderr } = await runCommand(
    [
      ...['--system', 'classic-models-api', '--target', 'http://127.0.0.1:{port}'],
      ...['--exec', `export API_PASSWORD=another; ${server('classic-models-api')}`, '--no-results'],
    ],
    { env: { API_PASSWORD: 'of-no-user' } },
  )
  expect(code).toBe(3)
  expect(stderr).toMatch(/The login at .*\/auth\/login\/ gave no access token: 401/)
  expect(stderr).not.toContain('of-no-user')
})
