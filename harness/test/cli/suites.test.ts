import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, programOf, readJson, runCommand } from './support/real-command.ts'
import { answering, checkSecret, secret } from './support/servers.ts'

const env = { API_TOKEN: secret }

/** A module as a user writes it, but with our sources instead of the package. */
const suiteFile = (id = 'house', checkId = 'house/no-token'): string => `
import { defineCheck, defineSuite, rfc } from ${JSON.stringify(programOf('../../../define.ts'))}
import { rejected } from ${JSON.stringify(programOf('../../../expect/index.ts'))}
export const suite = defineSuite({
  id: '${id}', title: 'House rules', about: 'What we promise besides.',
  checks: [defineCheck({
    id: '${checkId}', title: 'must reject a request without a token', level: 'MUST', severity: 'high',
    spec: [rfc(6750, '3')], needs: ['credential'], fix: 'Require a token.',
    vectors: { 'no token': { authorization: [] } }, expect: [rejected()],
  })],
})
`

const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const cwd = await emptyFolder()
  for (const [name, content] of Object.entries(files)) await writeFile(join(cwd, name), content)
  return cwd
}

test('a suite of the user is listed, explained and run like ours', async () => {
  await using server = await answering(checkSecret)
  const cwd = await folderWith({ 'house.ts': suiteFile() })
  const suite = ['--suite', './house.ts']
  const listed = await runCommand(['list', ...suite], { cwd })
  expect(listed.stdout).toMatch(/^ {2}house\/no-token +MUST +high +must reject a request without a token$/m)
  const explained = await runCommand(['explain', 'house/no-token', ...suite], { cwd })
  expect(explained.stdout).toContain('The server must reject a request without a token.')
  const target = ['--target', server.url, '--token-env', 'API_TOKEN', '--only', 'house', '--report', 'html']
  const { code, stdout } = await runCommand([...target, ...suite], { cwd, env })
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^ {2}passed .*house 1$/m)])
  const { findings } = await readJson(join(cwd, 'results.json'))
  expect(findings.at(-1)).toMatchObject({ id: 'house/no-token', verdict: 'pass', opinion: 'spec' })
})

test('the configuration file names suites relative to itself', async () => {
  const config = JSON.stringify({ suites: ['./house.ts'] })
  const cwd = await folderWith({ 'house.ts': suiteFile(), 'conformance.config.json': config })
  expect((await runCommand(['list', '--json'], { cwd })).stdout).toContain('"house/no-token"')
  expect((await runCommand(['explain', 'house/no-token'], { cwd })).code).toBe(0)
})

test.each([
  ['is not there', './nowhere.ts', '', /There is no suite file \.\/nowhere\.ts\.\n/],
  ['exports no suite', './house.ts', 'export const other = 1', /house\.ts exports no suite\.\n.*defineSuite/],
  ['cannot be loaded', './house.ts', 'throw new Error("oops")', /house\.ts cannot be loaded: oops/],
  [
    'takes the id of a suite',
    './house.ts',
    suiteFile('alg', 'alg/mine'),
    /declares the suite alg, which there is already/,
  ],
  [
    'has an id outside of its suite',
    './house.ts',
    suiteFile('house', 'alg/mine'),
    /the check id "alg\/mine".\n.*house\//,
  ],
  [
    'has a check without what a report needs',
    './house.ts',
    "export default { id: 'house', title: 'H', about: '', checks: [{ id: 'house/a', title: 'must' }] }",
    /the check house\/a without level, severity, fix, spec, needs/,
  ],
  [
    'has an id twice',
    './house.ts',
    suiteFile()
      .replace('export const suite =', 'const one =')
      .concat('export default { ...one, checks: [...one.checks, ...one.checks] }'),
    /declares the check house\/no-token, which there is already/,
  ],
])('2: a suite that %s', async (_, path, content, message) => {
  const cwd = await folderWith({ 'house.ts': content })
  const { code, stdout, stderr } = await runCommand(['list', '--suite', path], { cwd })
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)])
})
