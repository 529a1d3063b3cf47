import { setTimeout as delay } from 'node:timers/promises'
import { ConformanceError } from '../../../errors.ts'
import { startGroup } from '../../../targets/process-group.ts'
import { createMask } from '../../../wire/masking/mask.ts'

/** Milliseconds that the command may take: some open a connection to a provider first. */
const limitMs = 30_000
const largestOutput = 65_536

interface TokenCommandOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal
  readonly limitMs?: number
}

/**
 * The line that a command prints, run by the shell as `--exec` is. It gets no input, and ends with all that it started.
 *
 * @throws {ConformanceError} `NO_ACCESS_TOKEN`; an AbortError when aborted
 */
export async function printedToken(command: string, options: TokenCommandOptions): Promise<string> {
  const { env, signal, limitMs: limit = limitMs } = options
  signal?.throwIfAborted()
  const group = startGroup(command, env)
  let [printed, errors] = ['', '']
  group.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (printed.length <= largestOutput) printed += text
  })
  group.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-largestOutput)
  })
  const timer = new AbortController()
  const stopped = AbortSignal.any([timer.signal, ...(signal ? [signal] : [])])
  const late = delay(limit, 'late', { signal: stopped }).catch(() => 'stopped')
  try {
    const outcome = await Promise.race([group.closed.then(() => 'ended'), late])
    signal?.throwIfAborted()
    const said = saidBy(errors, printed)
    if (outcome === 'late') {
      throw noToken(`gave no token within ${limit / 1000} s${said}`, 'It gets no input: sign in by hand first.')
    }
    const { exitCode, signalCode } = group.child
    if (exitCode !== 0) {
      throw noToken(
        `ended with ${signalCode ? `signal ${signalCode}` : `exit code ${exitCode}`}${said}`,
        'Run it by hand to see why. It must print the token, and nothing else, to its standard output.',
      )
    }
    return tokenIn(printed, said)
  } finally {
    timer.abort()
    await group.stop()
  }
}

/** What the command complained about, without the token. */
function saidBy(errors: string, printed: string): string {
  const mask = createMask(printed.split('\n').flatMap((value) => (value.trim() ? [{ name: 'TOKEN', value }] : [])))
  const last = mask(errors.trim()).split('\n').slice(-5)
  return last.join('') === '' ? '.' : `:\n${last.map((line) => `  | ${line}`).join('\n')}`
}

function tokenIn(printed: string, said: string): string {
  const next =
    'It must print the token, and nothing else, such as by --query accessToken --output tsv, or jq -r .token.'
  const lines = printed.split(/\r?\n/).filter((line) => line.trim() !== '')
  const [token] = lines
  if (token === undefined) throw noToken(`printed nothing${said}`, next)
  if (/^\s*[[{"]/.test(token)) throw noToken('printed JSON, not a token alone.', next)
  if (lines.length > 1) throw noToken(`printed ${lines.length} lines, not a token alone.`, next)
  return token.trim()
}

const noToken = (what: string, next: string) =>
  new ConformanceError('NO_ACCESS_TOKEN', `The command of --token-cmd ${what}`, { next })
