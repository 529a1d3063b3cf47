import { isDeepStrictEqual } from 'node:util'
import type { Check } from '../../harness/model/check.ts'

/** Whether all that a check sends is data: it survives a round trip through JSON. Expectations are judged, not sent. */
export function isData(check: Check): boolean {
  const sent = withoutExpectations(sentBy(check))
  if (sent === undefined || typeof sent === 'function') return false
  return isDeepStrictEqual(JSON.parse(JSON.stringify(sent)), sent)
}

/** What a check sends, or which answers it selects; undefined where a program decides. */
function sentBy(check: Check): unknown {
  if ('vectors' in check) return typeof check.vectors === 'function' ? undefined : check.vectors
  if ('flows' in check) return { before: check.before ?? [], flows: check.flows }
  if ('compare' in check) return check.compare
  return 'appliesTo' in check ? check.appliesTo : undefined
}

function withoutExpectations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutExpectations)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => name !== 'expect')
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutExpectations(each)]))
}
