import { describe, expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../harness/config/target-config.ts'
import type { Features } from '../../harness/features/index.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { notTried } from './limit.ts'

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
  ])('is tried at %s %j', (target, more) => {
    expect(notTried(config(target, more))).toBeUndefined()
  })

  test('of another machine is tried only when we are told to', () => {
    expect(notTried(config('https://api.example/me'))).toContain('--allow-remote-bursts')
  })

  test.each([
    [{ window: 3_600_000 }, 'longer than 2 minutes'],
    [{ requests: 5000 }, 'more than 1000'],
    [{ exemptsLoopback: true }, 'not to be counted'],
  ])('is not tried with %j', (changes, reason) => {
    expect(notTried(config('http://127.0.0.1/me', {}, { ...declared, ...changes }))).toContain(reason)
  })
})
