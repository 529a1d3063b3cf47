import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportedSecrets, exportToken } from '../../../fixtures/references/exported.ts'
import { runInProcess } from './support/in-process.ts'
import { emptyFolder } from './support/real-command.ts'
import { answering } from './support/servers.ts'

/** Accepts every token of the provider without a look at its exp, and repeats it in its answer. */
const careless = (held: string) =>
  answering(({ headers }, response) => {
    const token = headers.authorization?.slice(7) ?? ''
    const known = [held, exportedSecrets.EXPIRED_TOKEN].includes(token)
    response.writeHead(known ? 200 : 401, {
      'content-type': 'application/json',
      'www-authenticate': 'Bearer realm="a"',
    })
    response.end(JSON.stringify({ ...(known && { protected: 'what this server protects' }), token }))
  })

test('exported tokens are judged, told by their facts, and masked in every output', async () => {
  const held = exportToken()
  await using server = await careless(held)
  const cwd = await emptyFolder()
  const config = {
    target: server.url,
    tokenEnv: 'HELD_TOKEN',
    tokens: {
      expired: { env: 'EXPIRED_TOKEN' },
      otherAudience: { env: 'OTHER_AUDIENCE_TOKEN' },
      // Not what it is declared as.
      idToken: { env: 'OTHER_TENANT_TOKEN' },
    },
  }
  await writeFile(join(cwd, 'conformance.config.json'), JSON.stringify(config))
  const env = { ...exportedSecrets, HELD_TOKEN: held }
  const reports = ['--report', 'html=report.html']
  const { code, stdout, stderr } = await runInProcess(['--only', 'gate', '--only', 'real', ...reports], { cwd, env })

  expect(code).toBe(1)
  expect(stdout).toContain('FAIL  real/expired-rejected')
  expect(stdout).toContain('though it expired 3 days ago')
  expect(stdout).toContain('it is an access token')
  const files = await Promise.all(['results.json', 'report.html'].map((name) => readFile(join(cwd, name), 'utf8')))
  const { findings } = JSON.parse(files[0] ?? '') as { findings: { id: string; verdict: string }[] }
  const verdicts = Object.fromEntries(findings.map(({ id, verdict }) => [id, verdict]))
  expect(verdicts).toMatchObject({
    'real/expired-rejected': 'fail',
    'real/other-audience-rejected': 'pass',
    'real/id-token-rejected': 'inconclusive',
    'real/revoked-rejected': 'skip',
    'real/low-scope-rejected': 'skip',
  })
  const written = [stdout, stderr, ...files].join('\n')
  for (const token of [held, ...Object.values(exportedSecrets)]) {
    for (const part of token.split('.').slice(1)) expect(written).not.toContain(part.slice(0, 12))
  }
})
