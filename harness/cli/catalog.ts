import type { Suite } from '../model/check.ts'
import type { System } from '../model/system.ts'

/** The checks that a program knows, loaded when a command needs them. */
export interface Catalog {
  readonly suites: () => Promise<readonly Suite[]>
  /** Systems whose documents are configurations. Default: none. */
  readonly systems?: () => Promise<readonly System[]>
}

/** The catalog of this package. */
export const packagedCatalog: Catalog = {
  suites: async () => (await import('../../suites/index.ts')).suites,
  systems: async () => (await import('../../suites/systems/index.ts')).documentedSystems,
}

/** The documented systems, where there are any. */
export const systemsOf = async ({ systems }: Catalog): Promise<readonly System[]> => (await systems?.()) ?? []

/** The suites, and those of the promises of documented systems. */
export const allSuites = async (catalog: Catalog): Promise<readonly Suite[]> => [
  ...(await catalog.suites()),
  ...(await systemsOf(catalog)).map(({ suite }) => suite),
]
