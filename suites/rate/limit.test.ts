import { describe, expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../harness/config/target-config.ts'
import type { Features } from '../../harness/features/index.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { notTested } from './limit.ts'

const declared: NonNullable<Features['limit']> = {
  ...{ requests: 10, window: 1000, by: ['credential'], instances: 1 },
  ...{ countsFailures: false, exemptsLoopback: false, trustsOurAddress: false },
}

const config = (target: string, more: Partial<TargetConfig> = {}, limit = declared) =>
  completeTargetConfig({ target, credential: staticCredential('x', 'T'), features: { limit }, ...more })

describe('a declared limit', () => {
  test.each([
    ['http://127.0.0.1:8000/me', {}],
    ['http://localhost:8000/me', {}],
    ['http://[::1]:8000/me', {}],
    ['http://172.17.0.1:8000/me', { started: true }],
    ['https://api.example/me', { allowRemoteBursts: true }],
  ])('is tested at %s %j', (target, more) => {
    expect(notTested(config(target, more))).toBeUndefined()
  })

  test('of another machine is tested only with --allow-remote-bursts', () => {
    expect(notTested(config('https://api.example/me'))).toContain('--allow-remote-bursts')
  })

  test.each([
    [{ window: 3_600_000 }, 'longer than 2 minutes'],
    [{ requests: 5000 }, 'more than 1000'],
    [{ exemptsLoopback: true }, 'not counted'],
  ])('is not tested with %j', (changes, reason) => {
    expect(notTested(config('http://127.0.0.1/me', {}, { ...declared, ...changes }))).toContain(reason)
  })
})
