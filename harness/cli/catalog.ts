import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { configFileIn } from '../config/file-names.ts'
import type { Suite } from '../model/check.ts'
import type { System } from '../model/system.ts'

/** The checks that a program knows, loaded when a command needs them. */
export interface Catalog {
  readonly suites: () => Promise<readonly Suite[]>
  /** One of the suites, without loading the others; undefined for an id that none of them has. */
  readonly suite?: (id: string) => Promise<Suite | undefined>
  /** Systems whose documents are configurations. Default: none. */
  readonly systems?: () => Promise<readonly System[]>
}

/** Each suite is exported under its id by the index of the folder of that name. */
async function loadSuite(id: string): Promise<Suite | undefined> {
  const file = new URL(`../../suites/${id}/index${extname(import.meta.url)}`, import.meta.url)
  if (!/^[a-z]+$/.test(id) || !existsSync(file)) return undefined
  const exported: Readonly<Record<string, Suite>> = await import(file.href)
  return exported[id]
}

/** The catalog of this package. */
export const packagedCatalog: Catalog = {
  suites: async () => (await import('../../suites/index.ts')).suites,
  suite: loadSuite,
  systems: async () => (await import('../../suites/systems/index.ts')).documentedSystems,
}

/** The documented systems, where there are any. */
export const systemsOf = async ({ systems }: Catalog): Promise<readonly System[]> => (await systems?.()) ?? []

/** The suites, and those of the promises of documented systems. */
const ownSuites = async (catalog: Catalog): Promise<readonly Suite[]> => [
  ...(await catalog.suites()),
  ...(await systemsOf(catalog)).map(({ suite }) => suite),
]

/** The suites of modules that users have written. */
export async function customSuites(
  catalog: Catalog,
  paths: readonly string[] = [],
  cwd: string,
): Promise<readonly Suite[]> {
  if (paths.length === 0) return []
  const { loadSuites } = await import('./suites/load-suites.ts')
  return loadSuites(paths, { cwd, known: await ownSuites(catalog) })
}

/**
 * All suites that can be listed and explained: ours, and those of the modules given, or else of the configuration file of
 * the directory.
 */
export async function allSuites(catalog: Catalog, given: readonly string[] | undefined, cwd: string) {
  const paths = given ?? (await configuredSuites(cwd))
  return [...(await ownSuites(catalog)), ...(await customSuites(catalog, paths, cwd))]
}

/** Without a configuration file, nothing is loaded that would read one. */
async function configuredSuites(cwd: string): Promise<readonly string[] | undefined> {
  if (configFileIn(cwd) === undefined) return undefined
  const { loadSettings } = await import('../config/load.ts')
  return (await loadSettings(cwd))?.settings.suites
}
