import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Results } from '../../model/results.ts'
import { runInProcess } from './support/in-process.ts'
import { emptyFolder, programOf, readJson } from './support/real-command.ts'

const config = {
  exec: `${process.execPath} ${programOf('jwt-server.ts')} {port} {issuer} {audience}`,
  target: 'http://127.0.0.1:{port}/me',
  audience: 'my-api',
  algorithms: ['RS256'],
  only: ['jwks/fetch-hygiene[certificates of an issuer over https]'],
  // The server fetches keys for each request.
  jwks: { newKeyWithin: '2s', cacheFor: '1s', cooldown: '50ms', failWithin: '2s', waitAtMost: '1s' },
}

/** Outcomes of the vectors about TLS, for a server that is started with these variables. */
async function run(env: Readonly<Record<string, string>>) {
  const cwd = await emptyFolder()
  const file = { ...config, env: { JWKS_URI: '{jwks_uri}', ...env } }
  await writeFile(join(cwd, 'conformance.config.json'), JSON.stringify(file))
  const ended = await runInProcess([], { cwd, env: { PATH: process.env.PATH ?? '' } })
  const results = (await readJson(join(cwd, 'results.json'))) as Results
  const finding = results.findings.find(({ id }) => id === 'jwks/fetch-hygiene')
  const vectors = (finding?.vectors ?? []).filter(({ vector }) => vector.includes('certificate'))
  return {
    ...ended,
    finding,
    outcomes: Object.fromEntries(vectors.map(({ vector, verdict }) => [vector, verdict])),
    vectors,
  }
}

test('a server that trusts our authority fetches no keys from hosts with invalid certificates', async () => {
  const { outcomes } = await run({ NODE_EXTRA_CA_CERTS: '{ca_file}' })
  expect(outcomes).toEqual({
    'a certificate of an untrusted authority': 'pass',
    'an expired certificate': 'pass',
    'a certificate for another host': 'pass',
  })
})

test('a server that verifies no certificate fails', async () => {
  const { outcomes } = await run({ NODE_TLS_REJECT_UNAUTHORIZED: '0', CA: '{ca_file}' })
  expect(outcomes).toEqual({
    'a certificate of an untrusted authority': 'fail',
    'an expired certificate': 'fail',
    'a certificate for another host': 'fail',
  })
})

test('a server that does not trust it is not judged, and one that is not told to is skipped with the reason', async () => {
  const distrusting = await run({ CA: '{ca_file}' })
  expect(distrusting.vectors).toMatchObject([
    { verdict: 'inconclusive', received: expect.stringContaining('{ca_file}') },
  ])
  const untold = await run({})
  const reason = expect.stringContaining('--env NODE_EXTRA_CA_CERTS={ca_file}')
  expect(untold.finding).toMatchObject({ verdict: 'skip', reason })
})

test('the file is there while the target runs, and deleted afterwards', async () => {
  const cwd = await emptyFolder()
  const show = `${process.execPath} -e "console.log(require('fs').existsSync('{ca_file}'), '{ca_file}'); process.exit(4)"`
  const args = ['--exec', show, '--target', 'http://127.0.0.1:{port}/me', '--audience', 'a']
  const { code, stderr } = await runInProcess(args, { cwd, env: { PATH: process.env.PATH ?? '' } })
  const [, path = ''] = /true (\S+)/.exec(stderr) ?? []
  expect([code, path]).toEqual([3, expect.stringMatching(/ca\.pem$/)])
  expect(existsSync(path)).toBe(false)
})
