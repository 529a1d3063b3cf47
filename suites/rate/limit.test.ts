import { describe, expect, test } from 'vitest'
import type { Features, Profile } from '../../harness/model.ts'
import { completeProfile, staticCredential } from '../../harness/profile.ts'
import { notTried } from './limit.ts'

const declared: NonNullable<Features['limit']> = {
  ...{ requests: 10, window: 1000, by: ['credential'], instances: 1 },
  ...{ countsFailures: false, exemptsLoopback: false, trustsOurAddress: false },
}

const profile = (target: string, more: Partial<Profile> = {}, limit = declared) =>
  completeProfile({ target, credential: staticCredential('x', 'T'), features: { limit }, ...more })

describe('a declared limit', () => {
  test.each([
    ['http://127.0.0.1:8000/me', {}],
    ['http://localhost:8000/me', {}],
    ['http://[::1]:8000/me', {}],
    ['http://172.17.0.1:8000/me', { started: true }],
    ['https://api.example/me', { flood: true }],
  ])('is tried at %s %j', (target, more) => {
    expect(notTried(profile(target, more))).toBeUndefined()
  })

  test('of another machine is tried only when we are told to', () => {
    expect(notTried(profile('https://api.example/me'))).toContain('--flood')
  })

  test.each([
    [{ window: 3_600_000 }, 'longer than 2 minutes'],
    [{ requests: 5000 }, 'more than 1000'],
    [{ exemptsLoopback: true }, 'not to be counted'],
  ])('is not tried with %j', (changes, reason) => {
    expect(notTried(profile('http://127.0.0.1/me', {}, { ...declared, ...changes }))).toContain(reason)
  })
})
