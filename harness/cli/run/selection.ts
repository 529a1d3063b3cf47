import { nearest } from '../../config/nearest.ts'
import { parseSelector, type Selector, selects } from '../../core/selector.ts'
import { ConformanceError } from '../../errors.ts'
import type { Suite } from '../../model/check.ts'

/** Reads `--only`. @throws {ConformanceError} `USAGE` for what selects nothing */
export const readSelectors = (only: readonly string[], suites: readonly Suite[]): readonly Selector[] =>
  only.map((text) => {
    const ids = suites.flatMap(({ checks }) => checks.map(({ id }) => id))
    const selector = parseSelector(text)
    if (selector && ids.some((id) => selects(selector, id))) return selector
    const likely = nearest(selector?.prefix ?? text, [...suites.map(({ id }) => id), ...ids])
    throw new ConformanceError('USAGE', `--only ${text} selects no check.`, {
      next: likely === undefined ? 'auth-conformance list names all.' : `Did you mean ${likely}?`,
    })
  })
