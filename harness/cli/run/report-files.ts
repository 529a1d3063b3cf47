import { access, constants, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Settings } from '../../config/schema.ts'
import { ConformanceError } from '../../errors.ts'
import type { Results } from '../../model/results.ts'

/** Where the results go unless it is said. */
export const usualOutput = 'results.json'

/** A file that a run leaves behind. */
interface ReportFile {
  readonly path: string
  /** How to have another one, or none. */
  readonly advice: string
  render(results: Results): Promise<string>
}

/** The files that the settings ask for. */
export function reportFiles({ output = usualOutput, html }: Pick<Settings, 'output' | 'html'>, cwd: string) {
  const files: ReportFile[] = []
  if (output !== false) {
    const advice = 'Name another with --output, or write none with --no-output.'
    files.push({ path: resolve(cwd, output), advice, render: async (results) => json(results) })
  }
  if (html !== undefined) {
    const render: ReportFile['render'] = async (results) => {
      const { renderHtml } = await import('../../report/html.ts')
      return renderHtml(results)
    }
    files.push({ path: resolve(cwd, html), advice: 'Name another with --html.', render })
  }
  return files
}

/** The results as one reads them with other programs. */
export const json = (results: Results): string => `${JSON.stringify(results, undefined, 2)}\n`

/** Fails before the run, not after it, where the files cannot be written. */
export async function checkWritable(files: readonly ReportFile[]): Promise<void> {
  for (const { path, advice } of files) {
    try {
      await access(dirname(path), constants.W_OK)
    } catch (cause) {
      throw new ConformanceError('USAGE', `The folder of ${path} cannot be written to.`, { cause, next: advice })
    }
    if (files.filter((file) => file.path === path).length > 1) {
      throw new ConformanceError('USAGE', `${path} cannot be both the results and a web page.`, { next: advice })
    }
  }
}

/** Writes the files, each whole or not at all. */
export async function writeReports(files: readonly ReportFile[], results: Results): Promise<void> {
  for (const { path, advice, render } of files) {
    const beside = `${path}.${process.pid}.tmp`
    const text = await render(results)
    try {
      await writeFile(beside, text)
      await rename(beside, path)
    } catch (cause) {
      await rm(beside, { force: true })
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new ConformanceError('USAGE', `${path} cannot be written: ${reason}.`, { cause, next: advice })
    }
  }
}
