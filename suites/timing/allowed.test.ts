import { expect, it } from 'vitest'
import { completeTargetConfig, staticCredential, type TargetConfigInput } from '../../harness/config/target-config.ts'
import { notTimed } from './allowed.ts'

const timing = { budgetMs: 1000, resolution: 50, remote: false, raw: false }
const reason = (more: Partial<TargetConfigInput> = {}) =>
  notTimed(
    completeTargetConfig({
      target: 'http://127.0.0.1:8000/me',
      credential: staticCredential('a', 'A'),
      timing,
      ...more,
    }),
  )

const limit = { requests: 60, window: 60_000, by: ['credential' as const], instances: 1 }
const uncounted = { countsFailures: false, exemptsLoopback: false, trustsOurAddress: false }

it('this machine is measured, and a target that we start', () => {
  expect(reason()).toBeUndefined()
  expect(reason({ target: 'http://localhost:8000/me' })).toBeUndefined()
  expect(reason({ target: 'http://[::1]:8000/me' })).toBeUndefined()
  expect(reason({ target: 'http://172.17.0.2:8000/me', started: true })).toBeUndefined()
})

it('another machine only when asked for', () => {
  const target = 'https://api.example/me'
  expect(reason({ target })).toContain('--timing-remote')
  expect(reason({ target, timing: { ...timing, remote: true } })).toBeUndefined()
})

it('nothing without a budget', () => {
  const credential = staticCredential('a', 'A')
  expect(notTimed(completeTargetConfig({ target: 'http://127.0.0.1/', credential }))).toContain('--no-timing')
})

it('nor where a limit would count refused requests', () => {
  expect(reason({ features: { limit: { ...limit, ...uncounted } } })).toBeUndefined()
  expect(reason({ features: { limit: { ...limit, ...uncounted, countsFailures: true } } })).toContain('limit')
  expect(reason({ features: { limit: { ...limit, ...uncounted, by: ['address'] } } })).toContain('limit')
})
