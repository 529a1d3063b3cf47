import { access, constants, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { ConformanceError } from '../../errors.ts'
import type { Results } from '../../results.ts'

const advice = 'Name another with --output, or write none with --no-output.'

/** Fails before the run, not after it, where the file cannot be written. */
export async function checkWritable(file: string): Promise<void> {
  try {
    await access(dirname(resolve(file)), constants.W_OK)
  } catch (cause) {
    throw new ConformanceError('USAGE', `The folder of ${file} cannot be written to.`, { cause, next: advice })
  }
}

/** Writes the results whole or not at all. */
export async function writeResults(file: string, results: Results): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`
  try {
    await writeFile(beside, `${JSON.stringify(results, undefined, 2)}\n`)
    await rename(beside, file)
  } catch (cause) {
    await rm(beside, { force: true })
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConformanceError('USAGE', `The results cannot be written: ${reason}.`, { cause, next: advice })
  }
}
