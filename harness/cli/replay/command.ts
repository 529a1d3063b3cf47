import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ConformanceError } from '../../errors.ts'
import type { Results } from '../../model/results.ts'
import { resultsSchema } from '../../model/results-schema.ts'
import { agrees, type Replayed, renderReplay, replayAll } from '../../report/replay.ts'
import { jsonObject } from '../../wire/json-object.ts'
import type { Io } from '../io.ts'

export interface ReplayCommand {
  readonly file: string
  readonly io: Io
}

/** `conformance replay`. Resolves to the exit code: 1 where a verdict, or its text, differs. */
export async function replay({ file, io }: ReplayCommand): Promise<number> {
  const replayed = decided(await readResults(file, io.cwd), file)
  io.stdout.write(renderReplay(replayed))
  return replayed.every(agrees) ? 0 : 1
}

async function readResults(file: string, cwd: string): Promise<Results> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw usage(`${file} cannot be read: ${cause.code ?? cause.message}.`, 'Name the results.json of a run.', cause)
  })
  try {
    return resultsSchema.parse(jsonObject(text))
  } catch (cause) {
    const next = 'Name the results.json that a run of this version wrote.'
    throw usage(`${file} does not hold results of auth-conformance.`, next, cause)
  }
}

function decided(results: Results, file: string): readonly Replayed[] {
  try {
    const replayed = replayAll(results)
    if (replayed.some(({ again }) => again)) return replayed
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw usage(`The raw series in ${file} are incomplete: ${cause.message}.`, 'Run it again with --timing-raw.', cause)
  }
  throw usage(`${file} has no raw series.`, 'Run it again with --timing-raw, which records them.')
}

const usage = (message: string, next: string, cause?: unknown) =>
  new ConformanceError('USAGE', message, { next, ...(cause !== undefined && { cause }) })
