import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'

interface Assertion {
  readonly fullName: string
  readonly status: string
  readonly failureMessages: readonly string[]
  readonly meta?: { readonly conformance?: readonly { readonly verdict: string }[] }
}

const root = fileURLToPath(new URL('../fixtures/vitest', import.meta.url))

/** Runs a file of the user in a vitest of its own, and reads the report. */
async function vitest(file: string) {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  const report = join(folder, 'report.json')
  const outputs = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, '--no-color']
  const { exitCode, all } = await execa('vitest', ['run', file, '--root', root, ...outputs], {
    preferLocal: true,
    reject: false,
    all: true,
  })
  const { testResults } = JSON.parse(await readFile(report, 'utf8'))
  await rm(folder, { recursive: true })
  return { exitCode, all, tests: testResults[0].assertionResults as readonly Assertion[] }
}

describe('conformance() in a vitest file', () => {
  it('runs every check as a test, against listeners, servers and fetch handlers', async () => {
    const { exitCode, tests, all } = await vitest('handlers.user.ts')
    expect(exitCode, all).toBe(0)
    const names = tests.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName)
    for (const target of ['a request listener', 'a server', 'a fetch handler that trusts our issuer']) {
      expect(names).toContainEqual(expect.stringMatching(`^${target} .*bearer/other-scheme-rejected: `))
    }
    expect(names).toContainEqual(expect.stringContaining('claims/expired-rejected: '))
    const skipped = tests.find(({ fullName }) => /fetch handler.*config\/weak-secret-rejected/.test(fullName))
    expect(skipped?.status).toBe('skipped')
  }, 60_000)

  it('fails with the finding, and points at the line that called it', async () => {
    const { exitCode, tests } = await vitest('broken.user.ts')
    expect(exitCode).toBe(1)
    const failed = tests.filter(({ status }) => status === 'failed')
    expect(failed.map(({ fullName }) => fullName)).toEqual([expect.stringContaining('bearer/near-miss-token: ')])
    expect(failed[0]?.meta?.conformance).toMatchObject([{ verdict: 'fail' }])
    const [message = ''] = failed[0]?.failureMessages ?? []
    expect(message).toContain('200 OK with the protected content')
    expect(message).toMatch(/broken\.user\.ts:\d+/)
    expect(message).not.toContain('compared-carelessly')
  }, 60_000)

  it('fails as a whole, in one message, when the gate does not hold', async () => {
    const { exitCode, tests, all } = await vitest('closed.user.ts')
    expect(exitCode).toBe(1)
    expect(tests.filter(({ status }) => status === 'passed')).toEqual([])
    expect(all).toContain('answered 401 Unauthorized to the valid credential')
  }, 60_000)
})
