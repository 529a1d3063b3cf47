import { execa } from 'execa'
import { expect, test } from 'vitest'
import { suites } from '../../../suites/index.ts'
import { documentedSystems } from '../../../suites/systems/index.ts'
import { runInProcess } from './support/in-process.ts'
import { bin, runCommand } from './support/real-command.ts'

const all = [...suites, ...documentedSystems.map(({ suite }) => suite)]
const checks = all.flatMap((suite) => suite.checks)

test('list names every check, for people and for programs', async () => {
  const { code, stdout, stderr } = await runCommand(['list'])
  expect([code, stderr]).toEqual([0, ''])
  const lines = stdout.split('\n')
  for (const { id, title } of checks) {
    expect(lines.filter((line) => line.startsWith(`  ${id} `) && line.endsWith(title))).toHaveLength(1)
  }
  const { stdout: json } = await runCommand(['list', '--json'])
  expect(JSON.parse(json).map(({ id }: { id: string }) => id)).toEqual(checks.map(({ id }) => id))
})

test.each(checks.map(({ id }) => [id]))('explain %s', async (id) => {
  const { code, stdout, stderr } = await runInProcess(['explain', id])
  const check = checks.find((one) => one.id === id)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain(`The server ${check?.title}.`)
  expect(stdout).toContain(check?.spec[0]?.url ?? check?.spec[0]?.document)
})

test('list names the documented systems', async () => {
  const { stdout } = await runCommand(['list'])
  for (const { id, about } of documentedSystems)
    expect(stdout).toMatch(new RegExp(`^ +${id} +${about.slice(0, 20)}`, 'm'))
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
