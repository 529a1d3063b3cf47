import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, readJson, runCommand } from './support/real-command.ts'
import { answering, checkSecret, secret } from './support/servers.ts'

test('a run leaves a web page beside its results', async () => {
  const cwd = await emptyFolder()
  const only = ['--only', 'alg/none-rejected', '--only', 'alg/hmac-public-key-confusion']
  const { code, stdout } = await runCommand(['--report', 'html=report.html', ...only], { cwd })
  expect(code).toBe(1)
  const page = await readFile(join(cwd, 'report.html'), 'utf8')
  expect(page).toMatch(/^<!doctype html>/)
  const { findings, target } = await readJson(join(cwd, 'results.json'))
  expect(page).toContain(target.url)
  for (const { id } of findings) expect(page).toContain(`<code>${id}</code>`)
  expect(stdout).toContain('FAIL')
})

test('a page without results', async () => {
  const cwd = await emptyFolder()
  await runCommand(['--report', 'html=report.html', '--no-results', '--only', 'alg/none-rejected'], { cwd })
  await expect(readFile(join(cwd, 'report.html'), 'utf8')).resolves.toContain('alg/none-rejected')
  await expect(access(join(cwd, 'results.json'))).rejects.toThrow('ENOENT')
})

test('of several targets each has its own page, which holds no secret', async () => {
  await using server = await answering(checkSecret)
  const cwd = await emptyFolder()
  const one = { target: server.url, tokenEnv: 'API_TOKEN' }
  const config = { report: { html: 'report.html' }, only: ['bearer/no-scheme-rejected'], targets: { one, other: one } }
  await writeFile(join(cwd, 'conformance.config.json'), JSON.stringify(config))
  const { code, stderr } = await runCommand([], { cwd, env: { API_TOKEN: secret } })
  expect([code, stderr]).toEqual([0, 'one\nother'])
  for (const name of ['one', 'other']) {
    const page = await readFile(join(cwd, `report.${name}.html`), 'utf8')
    expect(page).toContain(server.url)
    expect(page).not.toContain(secret)
    await access(join(cwd, `results.${name}.json`))
  }
})
