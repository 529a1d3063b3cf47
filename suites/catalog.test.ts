import { describe, expect, it } from 'vitest'
import { suites } from './index.ts'

const checks = suites.flatMap((suite) => suite.checks.map((check) => ({ suite, check })))

describe('the catalog', () => {
  it('keeps ids, levels and titles: people quote them', () => {
    expect(checks.map(({ check }) => `${check.id}  ${check.level}  ${check.title}`)).toMatchSnapshot()
  })

  it('has unique ids that begin with their suite', () => {
    const ids = checks.map(({ check }) => check.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { suite, check } of checks) expect(check.id).toMatch(new RegExp(`^${suite.id}/[a-z0-9-]+$`))
  })

  it.each(checks)('$check.id says what is right, where that is written, and how to get there', ({ check }) => {
    // Titles complete "the server …" and stand in the middle of sentences.
    expect(check.title).toMatch(/^[a-z].*[^.]$/)
    expect(check.fix).toMatch(/^[A-Z].*\.$/s)
    expect(check.spec.length).toBeGreaterThan(0)
  })
})
