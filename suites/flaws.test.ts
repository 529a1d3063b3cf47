import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import type { Attempt } from '../harness/model/expectation.ts'
import { flaws } from './flaws.ts'
import { suites } from './index.ts'

const vectors: readonly Attempt[] = suites
  .flatMap(({ checks }) => checks)
  .flatMap((check) => ('vectors' in check && typeof check.vectors === 'object' ? Object.values(check.vectors) : []))

/** Sent by checks whose next request depends on the last answer. */
const sentByRuns = ['not-yet-valid']

it.each(flaws)('$id is sent by a check', ({ id, recipe }) => {
  const members = Object.entries(recipe)
  const isSent = vectors.some((vector) =>
    members.every(([name, value]) => isDeepStrictEqual(vector[name as keyof Attempt], value)),
  )
  expect(isSent).toBe(!sentByRuns.includes(id))
})

it.each(flaws)('$id is data, and described in plain words', ({ id, about, cves, recipe }) => {
  expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe)
  expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
  expect(about).toMatch(/^(that|without|with|whose|for|in|by|signed|encrypted) /)
  for (const cve of cves) expect(cve).toMatch(/^CVE-\d{4}-\d{4,}$/)
})
