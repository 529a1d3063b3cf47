import { describe, expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../config/target-config.ts'
import type { Features } from '../features/index.ts'
import { limitNotTested } from './limit.ts'

const declared: NonNullable<Features['limit']> = {
  ...{ requests: 10, window: 1000, by: ['credential'], instances: 1 },
  ...{ countsFailures: false, exemptsLoopback: false, trustsOurAddress: false },
}

const config = (limit = declared) =>
  completeTargetConfig({
    target: 'http://127.0.0.1/me',
    onLoopback: true,
    credential: staticCredential('x', 'T'),
    features: { limit },
  })

describe('a declared limit', () => {
  test('is tested', () => {
    expect(limitNotTested(config())).toBeUndefined()
  })

  test.each([
    [{ window: 3_600_000 }, 'longer than 2 minutes'],
    [{ requests: 5000 }, 'more than 1000'],
    [{ exemptsLoopback: true }, 'not counted'],
  ])('is not tested with %j', (changes, reason) => {
    expect(limitNotTested(config({ ...declared, ...changes }))).toContain(reason)
  })
})
