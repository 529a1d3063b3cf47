import { describe, expect, it } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../config/target-config.ts'
import { unknownTokenLike } from '../../core/credential.ts'
import type { ComparisonCheck } from '../../model/check.ts'
import type { Comparison } from '../../model/comparison.ts'
import type { Attempt, Judgement } from '../../model/expectation.ts'
import type { Measured } from '../../model/measurement.ts'
import type { Launched, RunContext, TimedGroups } from '../../model/run-context.ts'
import { leaking, withoutLeak } from '../../test/report/measured.ts'
import { comparisonProgram } from './play.ts'

const config = completeTargetConfig({
  target: 'http://127.0.0.1/me',
  credential: staticCredential('a', 'A'),
  onLoopback: true,
  features: {
    login: {
      ...{ rules: 'application', path: '/login', refresh: '/refresh', username: 'demo', rotates: false, grace: 0 },
      ...{ password: { env: 'PASSWORD' }, with: {}, names: { username: 'username', password: 'password' } },
    },
    launch: { secret: 'API_TOKEN' },
  },
  secrets: { PASSWORD: 'correct horse' },
})
const leak: Measured = { kind: 'measured', measurement: leaking() }
const none: Measured = { kind: 'measured', measurement: withoutLeak() }

const secret: Comparison = {
  name: 'the secret',
  left: { name: 'a wrong first byte', wrong: ['first byte', 'last bytes'] },
  right: { name: 'right up to its last bytes', wrong: ['last bytes'] },
}

interface Played {
  readonly token?: string
  readonly target?: Partial<typeof config>
  readonly measured?: Measured
  readonly calibration?: Measured
  readonly launch?: RunContext['launch']
}

/** Runs the program of a comparison on a target whose measurement is given. */
async function play(compare: ComparisonCheck['compare'], played: Played = {}) {
  const { token = 'sk_live_0123456789abcdef0123456789', target, measured = none, calibration = leak, launch } = played
  let groups: TimedGroups | undefined
  const skipped: string[] = []
  const judged: [vector: string, judgement: Judgement][] = []
  const context: Partial<RunContext> = {
    token,
    config: { ...config, ...target },
    unknownTokenLike,
    ...(launch && { launch }),
    send: async () => ({}) as never,
    calibrate: async () => calibration,
    compareDurations: async (given) => {
      groups = given
      return measured
    },
    skip: (reason) => void skipped.push(reason),
    expect: (vector, subject, expectations) => {
      for (const expectation of expectations) judged.push([vector, expectation.judge(subject)])
    },
  }
  await comparisonProgram({ compare } as ComparisonCheck).run(context as RunContext)
  return { groups, skipped, judged }
}

const lengthsOf = (attempts: readonly Attempt[] = []) =>
  new Set(attempts.map(({ token = '', fields = [], body = '' }) => [token, ...fields, body].join().length))

describe('a comparison', () => {
  it('is judged under its name', async () => {
    const { judged, groups } = await play(secret)
    expect(judged).toEqual([['the secret', { kind: 'met', note: 'no leak larger than 12 ns at 99 %' }]])
    expect(groups?.groups).toEqual({ left: 'a wrong first byte', right: 'right up to its last bytes' })
  })

  it('only warns of a leak over a network that is not ours', async () => {
    const here = await play(secret, { measured: leak })
    expect(here.judged[0]?.[1]).not.toHaveProperty('advisory')
    const elsewhere = await play(secret, { measured: leak, target: { onLoopback: false } })
    expect(elsewhere.judged[0]?.[1]).toMatchObject({ kind: 'broken', advisory: true })
  })

  it('is skipped where the target cannot be measured, or the secret is too short', async () => {
    const gone = await play(secret, { measured: { kind: 'unmeasurable', reason: 'the target is gone' } })
    expect(gone).toMatchObject({ skipped: ['the target is gone'], judged: [] })
    expect((await play(secret, { token: '0123456789a' })).skipped).toEqual([expect.stringContaining('too short')])
    expect((await play(secret, { token: '0123456789ab' })).skipped).toEqual([])
  })

  it('draws other requests each time, all of one length', async () => {
    const shorter = {
      ...secret,
      left: { name: 'the right length', wrong: ['secret'] },
      right: { name: 'one byte less', wrong: ['secret'], oneByteShorter: true },
    } as const
    const logins = {
      ...secret,
      left: { name: 'a known user', wrongLogin: ['password'] },
      right: { name: 'an unknown one', wrongLogin: ['username', 'password'] },
    } as const
    for (const comparison of [secret, shorter, logins]) {
      const { groups } = await play(comparison)
      const { left = [], right = [] } = groups?.draw() ?? {}
      expect([left.length, right.length]).toEqual([64, 64])
      expect(lengthsOf([...left, ...right]).size).toBe(1)
      expect(new Set([...left, ...right].map((attempt) => JSON.stringify(attempt))).size).toBeGreaterThan(120)
    }
  })

  it('tolerates a number of nanoseconds, or a share of a usual duration', async () => {
    const { groups } = await play({ ...secret, tolerated: { nanoseconds: 1000, share: 0.1 } })
    expect([groups?.resolution?.(5000), groups?.resolution?.(50_000)]).toEqual([1000, 5000])
    expect((await play(secret)).groups).not.toHaveProperty('resolution')
  })

  it('starts the target with the longest secret that it accepts', async () => {
    const stopped: number[] = []
    const launch = async (_: unknown, secrets: Readonly<Record<string, string>> = {}) => {
      const { length } = secrets.API_TOKEN ?? ''
      return {
        origin: new URL('http://127.0.0.1:8001'),
        send: async () => ({ accepted: length <= 2048 }),
        stop: async () => void stopped.push(length),
      } as unknown as Launched
    }
    const { judged } = await play({ ...secret, longSecret: true }, { target: { started: true }, launch })
    expect(judged.map(([vector]) => vector)).toEqual(['a secret of 2,048 bytes, which we chose'])
    expect(stopped).toEqual([4096])
  })
})

it('the seeded leak is judged by itself', async () => {
  expect((await play('seeded leak')).judged).toMatchObject([['a seeded leak', { kind: 'met' }]])
  expect((await play('seeded leak', { calibration: none })).judged).toMatchObject([
    ['a seeded leak', { kind: 'unclear' }],
  ])
})
