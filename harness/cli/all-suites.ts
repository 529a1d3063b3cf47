import type { Suite } from '../model/check.ts'
import type { System } from '../model/system.ts'
import type { Parts } from './main.ts'

/** The documented systems, where there are any. */
export const systemsOf = async ({ systems }: Parts): Promise<readonly System[]> => (await systems?.()) ?? []

/** The suites, and those of the promises of documented systems. */
export const allSuites = async (parts: Parts): Promise<readonly Suite[]> => [
  ...(await parts.suites()),
  ...(await systemsOf(parts)).map(({ suite }) => suite),
]
