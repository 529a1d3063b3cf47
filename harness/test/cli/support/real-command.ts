import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect } from 'vitest'

export const bin = fileURLToPath(new URL('../../../cli/bin.js', import.meta.url))

/** No variable of the environment of the tests but PATH and the like. */
const plainEnv = {
  PATH: process.env.PATH ?? '',
  HOME: tmpdir(),
  TMPDIR: tmpdir(),
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../../node_modules/.cache/conformance-cli', import.meta.url)),
}

export const emptyFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'conformance-'))

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Arguments for node, before the program. */
  readonly nodeArguments?: readonly string[]
  /** Instead of bin.js. */
  readonly program?: string
}

/** Starts the real command in a folder of its own. It never rejects, and never runs longer than 30 s. */
export const startCommand = (args: readonly string[], options: CommandOptions = {}) => {
  const { cwd = tmpdir(), env = {}, input, nodeArguments = [], program = bin } = options
  return execa(process.execPath, [...nodeArguments, program, ...args], {
    cwd,
    env: { ...plainEnv, ...env },
    extendEnv: false,
    reject: false,
    timeout: 30_000,
    ...(input !== undefined && { input }),
  })
}

export interface Ended {
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs the real command to its end; a stack trace in what it wrote fails the test. */
export async function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const ended = await startCommand(args, { cwd: await emptyFolder(), ...options })
  return checked(ended)
}

export function checked(ended: { exitCode?: number | undefined; stdout?: unknown; stderr?: unknown }): Ended {
  const { exitCode: code } = ended
  const [stdout, stderr] = [String(ended.stdout), String(ended.stderr)]
  expect(stdout + stderr).not.toMatch(/^ +at .*:\d+/m)
  return { code, stdout, stderr }
}

export const readJson = async (file: string) => JSON.parse(await readFile(file, 'utf8'))

/** A program of this folder. */
export const programOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Resolves once the stream has written a text that matches. */
export const untilWritten = (stream: NodeJS.ReadableStream | null | undefined, wanted: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let seen = ''
    stream?.on('data', (chunk: Buffer) => {
      seen += chunk
      if (wanted.test(seen)) resolve(seen)
    })
    stream?.on('close', () => reject(new Error(`ended without ${wanted}, after: ${seen}`)))
  })

/** Whether a process runs; a zombie does not. */
export async function runs(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
    return !/^\d+ \(.*\) Z/s.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))
  } catch {
    return false
  }
}
