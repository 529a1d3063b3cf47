import { describe, expect, it } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../harness/config/target-config.ts'
import { skipReason } from '../../harness/core/select.ts'
import type { Features } from '../../harness/features/index.ts'
import type { Comparison } from '../../harness/model/comparison.ts'
import { comparisonChecks } from './comparisons.ts'

const secret = staticCredential('sk_live_0123456789abcdef0123456789', 'A')
const hmacToken = staticCredential(`${Buffer.from('{"alg":"HS256"}').toString('base64url')}.e30.c2lnbmF0dXJl`, 'A')
const withId = staticCredential('key-17.0123456789abcdef0123456789', 'A')
const config = completeTargetConfig({
  target: 'http://127.0.0.1:8000/me',
  credential: secret,
  onLoopback: true,
  timing: { budgetMs: 1000, resolution: 50, remote: false, raw: false },
})
const limit: NonNullable<Features['limit']> = {
  ...{ requests: 60, window: 60_000, by: ['credential'], instances: 1 },
  ...{ countsFailures: false, exemptsLoopback: false, trustsOurAddress: false },
}

const run = (target: typeof config): readonly string[] =>
  comparisonChecks.flatMap((check) => (skipReason(check, target) === undefined ? [check.id] : []))

it.each([
  ['a secret', secret, ['timing/calibration', 'timing/static-compare', 'timing/length-step']],
  ['a token with a shared key', hmacToken, ['timing/calibration', 'timing/mac-compare']],
  [
    'a secret after its identifier',
    withId,
    ['timing/calibration', 'timing/static-compare', 'timing/length-step', 'timing/key-id'],
  ],
])('%s is compared by the checks that fit it', (_, credential, ids) => {
  expect(run({ ...config, credential })).toEqual(ids)
})

describe('nothing is measured', () => {
  it('of another machine, or without a budget', () => {
    const { timing: _, ...without } = config
    expect(run({ ...config, onLoopback: false })).toEqual([])
    expect(run(without)).toEqual([])
  })

  it('where a limit counts rejected requests', () => {
    expect(run({ ...config, features: { limit } })).not.toEqual([])
    expect(run({ ...config, features: { limit: { ...limit, countsFailures: true } } })).toEqual([])
    expect(run({ ...config, features: { limit: { ...limit, by: ['address'] } } })).toEqual([])
  })
})

it('comparisons are data', () => {
  const comparisons = comparisonChecks.flatMap((check) => ('compare' in check ? [check.compare] : []))
  expect(comparisons).toHaveLength(comparisonChecks.length)
  expect(JSON.parse(JSON.stringify(comparisons)) as (Comparison | string)[]).toEqual(comparisons)
})
