import { describe, expect, it } from 'vitest'
import type { Finding } from '../model/finding.ts'
import type { Results } from '../model/results.ts'
import { failed, results } from '../test/report/sample-results.ts'
import { causesOf } from './groups/groups.ts'
import { outcomeOf } from './outcome.ts'
import { exitCode } from './results.ts'
import { renderText } from './text.ts'

const style = { color: false, verbose: false }

/** Results of a run with so many findings of each verdict. */
const run = (counts: Partial<Record<Finding['verdict'], number>>, more: Partial<Results> = {}): Results => {
  const { pass = 0, fail = 0, warn = 0, skip = 0, inconclusive = 0, error = 0 } = counts
  const findings = Object.entries({ pass, fail, warn, skip, inconclusive, error }).flatMap(([verdict, count]) =>
    Array.from({ length: count }, (_, index) => ({
      ...failed,
      id: `test/${verdict}-${index}`,
      check: `test/${verdict}-${index}` as const,
      verdict: verdict as Finding['verdict'],
      reason: `because of ${index}`,
      opinion: 'spec' as const,
      vectors: verdict === 'fail' || verdict === 'warn' ? failed.vectors.map((one) => ({ ...one, verdict })) : [],
    })),
  ) as Results['findings']
  const summary = { pass, fail, warn, skip, inconclusive, error, executed: 1, vectors: 1 }
  return results({ findings, summary, ...more })
}

const outcome = (of: Results) => outcomeOf(of, causesOf(of.findings))

describe('the outcome of a run', () => {
  it('is a word, and the causes by severity', () => {
    expect(outcome(run({ pass: 3 }))).toEqual({ word: 'PASSED', causes: '3 of 3 checks' })
    expect(outcome(run({ pass: 3, warn: 1 }))).toEqual({ word: 'PASSED', causes: '1 warning' })
    expect(outcome(run({ pass: 3, fail: 2, warn: 2, inconclusive: 1 }))).toEqual({
      word: 'FAILED',
      causes: '2 causes: 2 critical; 2 warnings; 1 inconclusive',
    })
    expect(outcome(run({ pass: 9, error: 1 })).word).toBe('IN ERROR')
    expect(outcome(run({ pass: 1 }, { interrupted: true })).word).toBe('INTERRUPTED')
  })

  it('says plainly that little was proven, which fails when it is strict', () => {
    const little = run({ pass: 12, inconclusive: 18, skip: 100 })
    expect(outcome(little)).toMatchObject({
      word: 'LITTLE PROVEN',
      caution: 'Little was proven: only 12 of 30 checks that were not skipped have a verdict.',
    })
    expect([exitCode(little), exitCode(little, { strict: true })]).toEqual([0, 1])
    expect(renderText(little, style)).toMatch(/^LITTLE PROVEN {2}18 inconclusive\nLittle was proven: only 12 of 30/m)
    expect(outcome(run({ pass: 20, inconclusive: 10 })).word).toBe('PASSED')
    expect(outcome(run({ pass: 2, fail: 1, inconclusive: 9 }))).toMatchObject({
      word: 'FAILED',
      caution: expect.stringContaining('only 3 of 12'),
    })
  })
})

describe('the text report', () => {
  it('has the outcome in its last 24 lines of 80 columns, whatever came before', () => {
    const text = renderText(run({ pass: 20, fail: 40, warn: 9, skip: 100 }), style)
    const last = text.split('\n').slice(-24)
    expect(last.findIndex((line) => line.startsWith('FAILED  40 causes: 40 critical; 9 warnings'))).toBeGreaterThan(0)
    const shown = last.slice(last.findIndex((line) => line.startsWith('FAILED')))
    expect(shown.filter((line) => line.startsWith('  FAIL  critical  test/fail-'))).toHaveLength(12)
    expect(shown).toContain('  37 more above')
    for (const line of shown) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('names what was skipped in one line, and lists the reasons only when it is verbose', () => {
    const some = run({ pass: 1, skip: 3 })
    const short = renderText(some, style)
    expect(short).toContain('  skipped  3, for 3 reasons (--verbose lists them)')
    expect(short).not.toContain('because of 1')
    expect(renderText(some, { ...style, verbose: true })).toContain('skipped: because of 1')
  })
})
