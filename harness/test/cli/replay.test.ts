import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leaking } from '../report/measured.ts'
import { decided } from '../report/raw.ts'
import { measured, results } from '../report/sample-results.ts'
import { emptyFolder, runCommand } from './support/real-command.ts'

const replayOf = async (content: string) => {
  const cwd = await emptyFolder()
  await writeFile(join(cwd, 'results.json'), content)
  return runCommand(['replay', 'results.json'], { cwd })
}

const fileWith = (vectors: Parameters<typeof measured>[1]): string =>
  JSON.stringify(results({ findings: [measured('fail', vectors)] }))

test('0: the same verdicts once more', async () => {
  const { code, stdout, stderr } = await replayOf(fileWith({ leak: decided(60), none: decided(0) }))
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^same {5}timing\/prefix-fail\[leak\]\n +leak of .*\n/)
  expect(stdout).toMatch(/\n2 decided again, 0 differ$/)
})

test('1: a verdict that its series do not lead to', async () => {
  const forged = { ...decided(60), verdict: 'none', bound: 4 } as const
  const { code, stdout, stderr } = await replayOf(fileWith({ forged, none: decided(0) }))
  expect([code, stderr]).toEqual([1, ''])
  expect(stdout).toMatch(
    /^differs {2}timing\/prefix-fail\[forged\]\n +recorded {2}no leak larger than 4 ns .*\n +again +leak of /,
  )
})

const one = decided(0)

describe('2: a file that cannot be replayed', () => {
  test.concurrent.each([
    ['no raw series', fileWith({ bare: leaking() }), /has no raw series.*\n.*--timing-raw/],
    ['no measurement', JSON.stringify(results()), /has no raw series.*\n.*--timing-raw/],
    ['series without blocks', fileWith({ one: { ...one, raw: [] } }), /are incomplete: .*\n.*--timing-raw/],
    [
      'series that were not looked at',
      fileWith({ one: { ...one, raw: [{ blocks: [], looks: [] }] } }),
      /are incomplete/,
    ],
    ['something else', '{"a":1}', /results\.json does not hold results of auth-conformance/],
    ['no JSON', 'token', /results\.json does not hold results of auth-conformance/],
  ])('%s', async (_, content, message) => {
    const { code, stdout, stderr } = await replayOf(content)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)])
  })

  test('none', async () => {
    const { code, stderr } = await runCommand(['replay', 'nowhere.json'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/nowhere\.json cannot be read: ENOENT/)])
  })
})
