import { ConformanceError } from '../../errors.ts'
import type { Suite } from '../../model/check.ts'

/**
 * The suite that a module exports, by default or as `suite`.
 *
 * @throws {ConformanceError} `CONFIG` where there is none, or it is not whole
 */
export function readSuite(file: string, exported: Readonly<Record<string, unknown>>): Suite {
  const suite = exported.default ?? exported.suite
  if (!isSuite(suite)) {
    throw wrong(file, 'exports no suite', "Export one: export default defineSuite({ id: 'my-suite', …, checks: [] })")
  }
  if (!/^[a-z0-9-]+$/.test(suite.id)) {
    throw wrong(file, `has the suite id ${JSON.stringify(suite.id)}`, 'Use lower-case letters, digits and hyphens.')
  }
  if (suite.checks.length === 0) throw wrong(file, 'has a suite without checks', 'Add one: defineCheck({ … })')
  for (const check of suite.checks) checkCheck(file, suite, check)
  return suite
}

const isSuite = (value: unknown): value is Suite =>
  isObject(value) && typeof value.id === 'string' && typeof value.title === 'string' && Array.isArray(value.checks)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Members without which a check cannot be run or reported. */
const texts = ['title', 'level', 'severity', 'fix'] as const
const lists = ['spec', 'needs'] as const

function checkCheck(file: string, { id: suite }: Suite, check: unknown): void {
  const { id, ...members } = isObject(check) ? check : {}
  const prefix = `${suite}/`
  if (typeof id !== 'string' || !id.startsWith(prefix) || !/^[a-z0-9-]+$/.test(id.slice(prefix.length))) {
    throw wrong(file, `has the check id ${JSON.stringify(id)}`, `Begin it with the id of the suite: ${prefix}my-check.`)
  }
  const missing = [
    ...texts.filter((name) => typeof members[name] !== 'string'),
    ...lists.filter((name) => !Array.isArray(members[name])),
  ]
  if (missing.length > 0) throw wrong(file, `has the check ${id} without ${missing.join(', ')}`, `Add ${missing[0]}.`)
}

const wrong = (file: string, what: string, next: string) => new ConformanceError('CONFIG', `${file} ${what}.`, { next })
