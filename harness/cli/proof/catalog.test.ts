import { execa } from 'execa'
import { expect, test } from 'vitest'
import { suites } from '../../../suites/index.ts'
import { bin, runCommand } from './real-command.ts'

const checks = suites.flatMap((suite) => suite.checks)

test('list names every check, for people and for programs', async () => {
  const { code, stdout, stderr } = await runCommand(['list'])
  expect([code, stderr]).toEqual([0, ''])
  for (const { id, title } of checks) expect(stdout).toMatch(new RegExp(`${id} .*${title}`))
  const { stdout: json } = await runCommand(['list', '--json'])
  expect(JSON.parse(json).map(({ id }: { id: string }) => id)).toEqual(checks.map(({ id }) => id))
})

test.concurrent.each(checks.map(({ id }) => [id]))('explain %s', async (id) => {
  const { code, stdout, stderr } = await runCommand(['explain', id])
  const check = checks.find((one) => one.id === id)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain(`The server ${check?.title}.`)
  expect(stdout).toContain(check?.spec[0]?.url)
})

test('a reader that goes away ends the output, and is no error', async () => {
  const { stdout, stderr } = await execa({ shell: '/bin/sh', reject: false })`${process.execPath} ${bin} list | head -1`
  expect([stdout.split('\n'), stderr]).toEqual([[expect.any(String)], ''])
})

test('output that cannot be written is an error', async () => {
  const { exitCode, stderr } = await execa({
    shell: '/bin/sh',
    reject: false,
  })`${process.execPath} ${bin} list > /dev/full`
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Cannot write the output')])
})
