import type { DocumentedSystem } from '../documented.ts'
import type { Suite } from '../model.ts'
import type { Parts } from './main.ts'

/** The documented systems, where there are any. */
export const systemsOf = async ({ systems }: Parts): Promise<readonly DocumentedSystem[]> => (await systems?.()) ?? []

/** The suites, and those of the promises of documented systems. */
export const allSuites = async (parts: Parts): Promise<readonly Suite[]> => [
  ...(await parts.suites()),
  ...(await systemsOf(parts)).map(({ suite }) => suite),
]
