import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, programOf, runCommand } from './support/real-command.ts'
import { answering, checkSecret, secret } from './support/servers.ts'

/** The files of this repository that a command line loads. */
async function modulesOf(args: readonly string[]): Promise<readonly string[]> {
  const cwd = await emptyFolder()
  const file = join(cwd, 'modules')
  const env = { LOADED_MODULES: file, API_TOKEN: secret }
  const { code, stderr } = await runCommand(args, {
    cwd,
    env,
    nodeArguments: ['--import', programOf('loaded-modules.ts')],
  })
  expect(code, stderr).toBe(0)
  return (await readFile(file, 'utf8')).trimEnd().split('\n')
}

/** A list of names, for the schema of the configuration. */
const names = 'mock-idp/dialects/dialect.ts'

const ofIdp = (files: readonly string[]) => files.filter((file) => file.startsWith('mock-idp/') && file !== names)

test.each([['--version'], ['--help'], ['help']])(
  'conformance %s loads under 30 modules, and no suite',
  async (...args) => {
    const files = await modulesOf(args)
    expect(files.length).toBeLessThan(30)
    expect(files.filter((file) => file.startsWith('suites/'))).toEqual([])
  },
)

test.each([[['list']], [['explain', 'bearer/scheme-case-insensitive']], [['test', '--help']]])(
  '%j loads no module of the mock identity provider',
  async (args) => {
    expect(ofIdp(await modulesOf(args))).toEqual([])
  },
)

test('a run with a shared token loads no module of the mock identity provider', async () => {
  await using server = await answering(checkSecret)
  const args = ['--target', server.url, '--token-env', 'API_TOKEN', '--only', 'bearer/no-scheme-rejected']
  expect(ofIdp(await modulesOf(args))).toEqual([])
})

test('an explanation of a check without features loads no schema', async () => {
  const files = await modulesOf(['explain', 'bearer/scheme-case-insensitive'])
  expect(files.filter((file) => file.startsWith('harness/features/'))).toEqual([])
})
