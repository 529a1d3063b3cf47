import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSettings } from '../../config/load.ts'
import { emptyFolder, runCommand } from './support/real-command.ts'

describe('conformance init', () => {
  test.each([
    ['defaults', '', { target: 'http://127.0.0.1:8000/me', tokenEnv: 'API_TOKEN' }],
    [
      'an API key, a command and a health endpoint',
      "http://localhost:3000/tools\n2\nMCP_KEY\nnode it's.js {port}\n/health\n",
      {
        ...{ target: 'http://localhost:{port}/tools', apiKeyEnv: 'MCP_KEY', exec: "node it's.js {port}" },
        health: { path: '/health' },
      },
    ],
    [
      'JWTs',
      'http://127.0.0.1:8000/me\n3\nmy-api\nnode server.js\n\n',
      {
        ...{ target: 'http://127.0.0.1:8000/me', audience: 'my-api', exec: 'node server.js' },
        env: { ISSUER: '{issuer}', JWKS_URI: '{jwks_uri}', AUDIENCE: '{audience}' },
      },
    ],
  ])('writes a file that is read back: %s', async (_, input, settings) => {
    const cwd = await emptyFolder()
    const { code, stdout } = await runCommand(['init'], { cwd, input })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Wrote conformance\.config\.ts\.\nNext: /)
    expect((await loadSettings(cwd))?.settings).toEqual(settings)
    expect(await readFile(join(cwd, 'conformance.config.ts'), 'utf8')).toContain('// login: {')
  })

  test('replaces no file without --force', async () => {
    const cwd = await emptyFolder()
    await runCommand(['init'], { cwd, input: '' })
    const again = await runCommand(['init'], { cwd, input: '' })
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('conformance.config.ts already')])
    expect((await runCommand(['init', '--force'], { cwd, input: '' })).code).toBe(0)
  })

  test.each([
    ['ftp://a/\n', 'http or https URL'],
    ['\n9\n', 'Answer 1, 2 or 3.'],
    ['\n1\nT\n\nhealth\n', 'A path starts with a slash'],
  ])('rejects %j with one message', async (input, message) => {
    const { code, stderr } = await runCommand(['init'], { input })
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})
