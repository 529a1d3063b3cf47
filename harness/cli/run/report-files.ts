import { access, constants, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, parse, resolve } from 'node:path'
import type { Settings } from '../../config/schema.ts'
import { ConformanceError } from '../../errors.ts'
import type { Results } from '../../model/results.ts'
import { defaultPath, type FormatName, formatNames, formatOf } from '../../report/formats.ts'

export type ReportSettings = Pick<Settings, 'report' | 'results' | 'verbose'>

/** A file that a run writes. */
interface ReportFile {
  readonly path: string
  readonly format: FormatName
  render(results: Results): Promise<string>
}

/** Paths of the reports that the settings ask for, by their formats. */
const pathsOf = ({ report = {}, results = true }: ReportSettings): Readonly<Partial<Record<FormatName, string>>> => ({
  ...(results && { json: defaultPath('json') }),
  ...report,
})

/** The files that the settings ask for. */
export function reportFiles(settings: ReportSettings, cwd: string): readonly ReportFile[] {
  const paths = pathsOf(settings)
  const style = { color: false, verbose: settings.verbose ?? false }
  return formatNames.flatMap((format) => {
    const path = paths[format]
    if (path === undefined) return []
    return [{ format, path: resolve(cwd, path), render: async (results) => formatOf(format).render(results, style) }]
  })
}

/** The settings with files of its own for one of several targets: results.json becomes results.NAME.json. */
export function withFilesOf<S extends ReportSettings>(settings: S, target: string): S {
  const named = Object.entries(pathsOf(settings)).map(([format, path]) => {
    const { dir, name, ext } = parse(path)
    return [format, join(dir, `${name}.${target}${ext}`)]
  })
  return { ...settings, report: Object.fromEntries(named) }
}

/** Fails before the run, not after it, where the files cannot be written. */
export async function checkWritable(files: readonly ReportFile[]): Promise<void> {
  for (const file of files) {
    const { path, format } = file
    const other = files.find((one) => one !== file && one.path === path)
    if (other) {
      throw new ConformanceError('USAGE', `${path} cannot be both the ${format} and the ${other.format} report.`, {
        next: adviceOn(format),
      })
    }
    try {
      await access(dirname(path), constants.W_OK)
    } catch (cause) {
      const next = adviceOn(format)
      throw new ConformanceError('USAGE', `The folder of ${path} cannot be written to.`, { cause, next })
    }
  }
}

/** How to have the file elsewhere, or not at all. */
const adviceOn = (format: FormatName): string =>
  `Name another path: --report ${format}=PATH.${format === 'json' ? ' Or write no results: --no-results.' : ''}`

/** Writes the files, each whole or not at all. */
export async function writeReports(files: readonly ReportFile[], results: Results): Promise<void> {
  for (const { path, format, render } of files) {
    const temporary = `${path}.${process.pid}.tmp`
    const text = await render(results)
    try {
      await writeFile(temporary, text)
      await rename(temporary, path)
    } catch (cause) {
      await rm(temporary, { force: true })
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new ConformanceError('USAGE', `${path} cannot be written: ${reason}.`, { cause, next: adviceOn(format) })
    }
  }
}
