import { describe, expect, it } from 'vitest'
import type { Observed } from '../../harness/model/expectation.ts'
import { leewayWithinMinutes } from './expect.ts'
import { measureTolerance, mostSeconds } from './tolerance.ts'

/** A server that accepts tokens up to so many seconds out of time, and how often it was asked. */
async function measure(tolerance: number) {
  let asked = 0
  const { seconds, evidence } = await measureTolerance(async (out) => {
    asked++
    return { accepted: out <= tolerance } as Observed
  })
  return { seconds, asked, evidence }
}

describe('measureTolerance', () => {
  it.each([0, 1, 2, 5, 59, 60, 61, 299, 300, 301, 1800, 3599, 3600])('finds %i s', async (tolerance) => {
    expect(await measure(tolerance)).toMatchObject({ seconds: tolerance })
  })

  it('asks a server without any tolerance once, and none too often', async () => {
    expect((await measure(0)).asked).toBe(1)
    expect((await measure(60)).asked).toBe(12)
    for (const tolerance of [1, 300, 2100, 3599]) expect((await measure(tolerance)).asked).toBeLessThanOrEqual(25)
  })

  it('ends at an hour, and keeps the answers next to the limit', async () => {
    expect(await measure(1_000_000)).toMatchObject({ seconds: mostSeconds, evidence: [{ accepted: true }] })
    expect((await measure(60)).evidence.map(({ accepted }) => accepted).toSorted()).toEqual([false, true])
  })
})

describe('leewayWithinMinutes', () => {
  const judge = (seconds: number) => leewayWithinMinutes(mostSeconds).judge(seconds)

  it('is met up to a minute and our own slack, and notes the number', () => {
    expect(judge(0)).toEqual({ kind: 'met', note: 'a measured tolerance of 0 s' })
    expect(judge(62).kind).toBe('met')
  })

  it('warns up to five minutes, and is broken beyond', () => {
    expect(judge(63)).toMatchObject({ kind: 'broken', advisory: true })
    expect(judge(302)).toMatchObject({ kind: 'broken', advisory: true })
    expect(judge(303)).toEqual({ kind: 'broken', received: 'a measured tolerance of 303 s' })
    expect(judge(3600)).toEqual({ kind: 'broken', received: 'a measured tolerance of 3600 s or more' })
  })
})
