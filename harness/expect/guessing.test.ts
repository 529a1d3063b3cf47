import { describe, expect, test } from 'vitest'
import type { Observed } from '../model/expectation.ts'
import { answeredOnce as answered } from '../test/answered.ts'
import { guessingLimited } from './guessing.ts'

const many = (count: number, one: Observed) => Array<Observed>(count).fill(one)
const tooMany = answered(429)

describe('guesses', () => {
  const judge = (answers: readonly Observed[], more: { locked?: boolean; harmless?: string } = {}) =>
    guessingLimited().judge({ answers, locked: more.locked ?? false, harmless: more.harmless })
  const wrong = answered(401)

  test('are throttled, or their account is locked', () => {
    expect(judge([...many(20, wrong), tooMany]).kind).toBe('met')
    expect(judge([...many(20, wrong), answered(423)]).kind).toBe('met')
    expect(judge(many(100, wrong), { locked: true }).kind).toBe('met')
  })

  test('are delayed, increasingly or always', () => {
    expect(judge([...many(90, wrong), ...many(10, answered(401, [], 150))]).kind).toBe('met')
    expect(judge(many(60, answered(401, [], 1000))).kind).toBe('met')
    expect(judge(many(100, answered(401, [], 150))).kind).toBe('broken')
  })

  test('without a limit are a failure, unless guessing is hopeless', () => {
    expect(judge(many(100, wrong)).kind).toBe('broken')
    expect(judge(many(100, wrong), { harmless: 'long' })).toMatchObject({ kind: 'met', note: expect.any(String) })
    expect(judge([...many(99, wrong), answered(500)]).kind).toBe('crash')
  })
})
