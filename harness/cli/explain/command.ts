import { nearest } from '../../config/nearest.ts'
import { parseSelector } from '../../core/selector.ts'
import { ConformanceError } from '../../errors.ts'
import type { Check } from '../../model/check.ts'
import type { Catalog } from '../catalog.ts'
import { allSuites } from '../catalog.ts'
import type { Io } from '../io.ts'
import { renderExplanation } from './render.ts'

export interface ExplainCommand {
  readonly id: string
  readonly all: boolean
  readonly io: Io
  readonly catalog: Catalog
  /** Modules of suites of the user. Default: those of the configuration file. */
  readonly suites?: readonly string[]
}

export async function explain({ id, all, io, catalog, suites }: ExplainCommand): Promise<number> {
  const selector = parseSelector(id)
  const prefix = selector?.prefix ?? id
  const isMeant = (check: Check) => check.id === selector?.prefix
  const suite = await catalog.suite?.(prefix.slice(0, prefix.indexOf('/')))
  const check = suite?.checks.find(isMeant) ?? (await searchAll())
  const only = selector?.vector
  const { color } = io.stdout
  io.stdout.write(await renderExplanation(check, { color, all, ...(only !== undefined && { only }) }))
  return 0

  async function searchAll(): Promise<Check> {
    const checks = (await allSuites(catalog, suites, io.cwd)).flatMap((suite) => suite.checks)
    const found = checks.find(isMeant)
    if (!found) throw unknown(id, prefix, checks)
    return found
  }
}

function unknown(typed: string, prefix: string, checks: readonly Check[]): ConformanceError {
  const ids: readonly string[] = checks.map((one) => one.id)
  const inside = ids.filter((id) => id.startsWith(`${prefix}/`))
  // Without its suite, too.
  const likely = nearest(prefix, [...ids, ...ids.map((id) => id.slice(id.indexOf('/') + 1))])
  const full = ids.find((id) => id === likely || id.endsWith(`/${likely}`))
  return new ConformanceError('USAGE', `There is no check ${JSON.stringify(typed)}.`, {
    next:
      inside.length > 0
        ? `It is a suite of ${inside.join(', ')}.`
        : full === undefined
          ? 'conformance list names all.'
          : `Did you mean ${full}?`,
  })
}
