import { dirname, relative, resolve } from 'node:path'
import { loadConfig } from 'c12'
import { ConformanceError } from '../errors.ts'
import { readSettings } from './read.ts'
import type { FileSettings } from './schema.ts'

export interface LoadedConfig {
  /** Relative to the working directory. */
  readonly file: string
  readonly settings: FileSettings
}

/**
 * Reads `conformance.config.{ts,js,json,yaml}` of the directory, or the file given; undefined when there is none.
 *
 * @throws {ConformanceError} `CONFIG`
 */
export async function loadSettings(cwd: string, named?: string): Promise<LoadedConfig | undefined> {
  const loaded = await load(cwd, named)
  if (loaded === undefined) return undefined
  const file = relative(cwd, loaded.file)
  const settings = readSettings(loaded.config, { kind: 'file', file })
  const { suites } = settings
  // Relative to the file, wherever the command runs.
  const paths = suites?.map((path) => relative(cwd, resolve(dirname(loaded.file), path)))
  return { file, settings: { ...settings, ...(paths && { suites: paths }) } }
}

async function load(cwd: string, named: string | undefined) {
  try {
    const { config, _configFile: file } = await loadConfig({
      name: 'conformance',
      cwd,
      ...(named !== undefined && { configFile: resolve(cwd, named) }),
      rcFile: false,
      globalRc: false,
      envName: false,
      extend: false,
      giget: false,
    })
    if (file !== undefined) return { config, file }
  } catch (cause) {
    // The parser tells what and, on the next line, where.
    const [what = '', where = ''] = String(cause instanceof Error ? cause.message : cause).split('\n')
    const reason = `${what.trim()} ${/:\d+:\d+$/.test(where) ? `at ${where.trim()}` : ''}`.trim()
    throw new ConformanceError('CONFIG', `${named ?? 'The configuration file'} cannot be read: ${reason}`, { cause })
  }
  if (named === undefined) return undefined
  throw new ConformanceError('CONFIG', `There is no file ${named}.`, {
    next: 'Leave --config out to use conformance.config.ts, .js, .json or .yaml of this directory, if any.',
  })
}
