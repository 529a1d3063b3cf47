import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConformanceError } from '../../errors.ts'
import type { Suite } from '../../model/check.ts'
import { readSuite } from './read-suite.ts'

/**
 * Loads the suites that users have written.
 *
 * @param paths of modules, relative to `cwd`
 * @param known suites whose ids are taken
 * @throws {ConformanceError} `CONFIG` for a file that is not there, that cannot be loaded or holds no suite, and for an
 *   id that is taken
 */
export async function loadSuites(
  paths: readonly string[],
  { cwd, known }: { readonly cwd: string; readonly known: readonly Suite[] },
): Promise<readonly Suite[]> {
  const loaded: Suite[] = []
  for (const path of new Set(paths)) {
    const suite = readSuite(path, await importModule(path, cwd))
    rejectTaken(path, suite, [...known, ...loaded])
    loaded.push(suite)
  }
  return loaded
}

async function importModule(path: string, cwd: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(cwd, path)
  if (!existsSync(file)) {
    throw new ConformanceError('CONFIG', `There is no suite file ${path}.`, {
      next: 'Write the path of a module with its extension, such as ./my-suite.ts.',
    })
  }
  try {
    return await import(pathToFileURL(file).href)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const isOld = path.endsWith('.ts') && !process.features.typescript
    throw new ConformanceError('CONFIG', `${path} cannot be loaded: ${reason.split('\n')[0]}`, {
      cause,
      ...(isOld && { next: 'This Node.js runs no TypeScript. Use 22.18 or later, or write the suite as JavaScript.' }),
    })
  }
}

function rejectTaken(path: string, { id, checks }: Suite, known: readonly Suite[]): void {
  const ids: readonly string[] = checks.map((check) => check.id)
  const twice = ids.find((one, index) => ids.indexOf(one) !== index)
  const taken = known.some((suite) => suite.id === id)
    ? `suite ${id}`
    : twice === undefined
      ? undefined
      : `check ${twice}`
  if (taken === undefined) return
  throw new ConformanceError('CONFIG', `${path} declares the ${taken}, which there is already.`, {
    next: 'Give it an id of its own.',
  })
}
