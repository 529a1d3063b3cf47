import { expect, it } from 'vitest'
import { suites } from '../../suites/index.ts'
import { packagedCatalog } from './catalog.ts'

it.each(suites.map((suite) => [suite.id, suite] as const))('finds %s by its id', async (id, suite) => {
  expect(await packagedCatalog.suite?.(id)).toBe(suite)
})

it.each(['unknown', 'systems', '', '../suites/gate'])('finds no suite "%s"', async (id) => {
  expect(await packagedCatalog.suite?.(id)).toBeUndefined()
})
