import { describe, expect, it } from 'vitest'
import { isData } from '../docs/pages/data.ts'
import { suites } from './index.ts'

const checks = suites.flatMap((suite) => suite.checks.map((check) => ({ suite, check })))

/** At least this share of all checks is data. */
const leastShareOfData = 2 / 3

const runs = checks.filter(({ check }) => 'run' in check)

describe('the catalog', () => {
  it('keeps ids, levels and titles: people quote them', () => {
    expect(checks.map(({ check }) => `${check.id}  ${check.level}  ${check.title}`)).toMatchSnapshot()
  })

  it('has unique ids that begin with their suite', () => {
    const ids = checks.map(({ check }) => check.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { suite, check } of checks) expect(check.id).toMatch(new RegExp(`^${suite.id}/[a-z0-9-]+$`))
  })

  it('consists of data for the most part', () => {
    const data = checks.filter(({ check }) => isData(check))
    expect(data.length / checks.length).toBeGreaterThanOrEqual(leastShareOfData)
  })

  it.each(checks)('$check.id says what is required, where that is written, and how to fix a server', ({ check }) => {
    // Titles complete "The server …".
    const required = ['MUST', 'security'].includes(check.level) ? /^must [a-z].*[^.]$/ : /^should [a-z].*[^.]$/
    expect(check.title).toMatch(required)
    expect(check.fix).toMatch(/^[A-Z].*\.$/s)
    expect(check.spec.length).toBeGreaterThan(0)
  })

  it.each(runs)('$check.id says why it is not data', ({ check }) => {
    expect('run' in check && check.because).toMatch(/^[A-Z].*\.$/)
  })
})
