import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { ConformanceError } from '../errors.ts'
import type { Env, Output, Target } from '../model/target.ts'
import type { Mask } from '../wire/masking/mask.ts'
import { type Awaited, awaitAnswer } from './answer.ts'
import { createOutputBuffer, lastLines, outputOf } from './output-buffer.ts'
import { type ProcessGroup, startGroup } from './process-group.ts'

export interface CommandOptions {
  /** Run by the shell. */
  readonly command: string
  /** Added to the environment of this process; undefined takes a variable away. */
  readonly env?: Env
  /** What must answer, with any status, before the target counts as started. */
  readonly url: URL
  readonly waitMs: number
  /** Certificates that are trusted, in PEM. */
  readonly ca?: string
  /** Masks secrets in the output that is shown. */
  readonly mask?: Mask
  readonly signal?: AbortSignal
}

/** A target that we started. */
export interface CommandTarget extends Target {
  readonly output: Output
  /** How the command ended by itself, such as `exit code 1`; undefined while it runs. */
  ended(): string | undefined
}

/**
 * Starts a server and waits until it answers HTTP.
 *
 * @throws {ConformanceError} `PORT_TAKEN`, `TARGET_EXITED`, `TARGET_UNREACHABLE`
 */
export async function startCommand(options: CommandOptions): Promise<CommandTarget> {
  const { target, problem } = await tryCommand(options)
  if (problem === undefined) return target
  await target.stop()
  const last = lastLines(target.output.logs())
  throw new ConformanceError(problem.code, `${problem.message}${last && `\n${last}`}`, { next: problem.next })
}

interface Tried {
  readonly target: CommandTarget
  /** Why it does not answer. */
  readonly problem?: Problem
}

/**
 * As `startCommand`, but a command that ends or does not answer is a result. It is to be stopped in any case.
 *
 * @throws {ConformanceError} `PORT_TAKEN`
 */
export async function tryCommand(options: CommandOptions): Promise<Tried> {
  const { command, url, waitMs, ca, mask, signal } = options
  if (await isTaken(url)) {
    throw new ConformanceError('PORT_TAKEN', `Something listens at ${url.host} already, before the command starts.`, {
      next: 'Stop it, or write {port} in --target and in the command for a free port.',
    })
  }
  const group = startGroup(command, { ...process.env, ...options.env })
  const buffer = createOutputBuffer()
  for (const stream of [group.child.stdout, group.child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => buffer.add(text))
  }
  const target: CommandTarget = {
    origin: new URL(url.origin),
    output: outputOf(buffer, mask),
    stop: () => group.stop(),
    ended: () => endOf(group),
  }
  try {
    const awaited = await awaitAnswer({
      url,
      waitMs,
      ended: async () => target.ended(),
      ...(ca !== undefined && { ca }),
      ...(signal && { signal }),
    })
    const problem = problemOf(awaited, url, waitMs)
    if (problem?.code === 'TARGET_EXITED') await Promise.race([group.closed, delay(500)])
    return { target, ...(problem && { problem }) }
  } catch (error) {
    await target.stop()
    throw error
  }
}

interface Problem {
  readonly code: 'TARGET_EXITED' | 'TARGET_UNREACHABLE'
  readonly message: string
  readonly next: string
}

function problemOf(awaited: Awaited, { href }: URL, waitMs: number): Problem | undefined {
  switch (awaited.kind) {
    case 'answered':
      return undefined
    case 'ended':
      return {
        code: 'TARGET_EXITED',
        message: `The command ended with ${awaited.how} before ${href} answered.`,
        next: 'Run it by hand to see why. Values for {port}, {issuer}, {jwks_uri}, {audience} and {ca_file} are filled in.',
      }
    case 'silent':
      return {
        code: 'TARGET_UNREACHABLE',
        message: `The command runs, but ${href} gave no HTTP answer within ${waitMs / 1000} s: ${awaited.last}.`,
        next: 'Does it listen there? {port} in --target and in the command keeps them alike; --wait 60s waits longer.',
      }
  }
}

/** A shell may end while what it started goes on. */
const endOf = (group: ProcessGroup): string | undefined => {
  const { pid, exitCode, signalCode } = group.child
  if (pid === undefined) return 'no shell to run it'
  if (exitCode === null && signalCode === null) return undefined
  return exitCode === 0 && group.alive() ? undefined : signalCode ? `signal ${signalCode}` : `exit code ${exitCode}`
}

const isTaken = ({ hostname, port, protocol }: URL): Promise<boolean> =>
  new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, '')
    const socket = connect({ host, port: Number(port || (protocol === 'https:' ? 443 : 80)), timeout: 1000 })
    const settle = (taken: boolean) => {
      socket.destroy()
      resolve(taken)
    }
    socket.once('connect', () => settle(true))
    socket.once('timeout', () => settle(false))
    socket.once('error', () => settle(false))
  })
