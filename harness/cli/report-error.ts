import { inspect } from 'node:util'
import { ConformanceError, errorTable } from '../errors.ts'
import type { Io } from './io.ts'

/** Says what ended a command, and what to do next; returns the exit code. */
export function reportError(error: unknown, { stderr, env }: Pick<Io, 'stderr' | 'env'>): number {
  const debug = Boolean(env.DEBUG)
  if (error instanceof ConformanceError) {
    stderr.write(`error: ${error.message}\n`)
    if (error.next) stderr.write(`  ${error.next}\n`)
    if (debug) stderr.write(`${inspect(error)}\n`)
    return error.exit
  }
  stderr.write(
    `error: A fault of auth-conformance itself: ${error instanceof Error ? error.message : inspect(error)}\n`,
  )
  stderr.write(
    `  Please report it with the command that you typed${debug ? '' : '; DEBUG=1 adds where it happened'}.\n`,
  )
  if (debug) stderr.write(`${inspect(error)}\n`)
  return errorTable.INTERNAL.exit
}
