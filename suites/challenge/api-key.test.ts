import { expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../harness/config/target-config.ts'
import { skipReason } from '../../harness/core/select.ts'
import { suites } from '../index.ts'

const config = completeTargetConfig({
  target: 'http://127.0.0.1/me',
  credential: staticCredential('a-key', 'API_KEY'),
  channel: { field: 'X-API-Key', scheme: '' },
})

const checks = suites.flatMap((suite) => suite.checks).filter((check) => skipReason(check, config) === undefined)

test('no target that takes an API key is told to challenge for Bearer', () => {
  expect(checks.map(({ id }) => id)).toContain('challenge/www-authenticate-present')
  const told = checks.map((check) => {
    const expected = 'expect' in check ? check.expect.map(({ text }) => text) : []
    return [check.id, [check.title, check.fix, ...expected].join('\n')]
  })
  expect(told.filter(([, texts]) => /Bearer (realm|challenge|error)/.test(texts ?? ''))).toEqual([])
})
