/**
 * Whether the mock IdP grows: the memory that it holds after a million tokens beside that after the first tenth, each
 * after a full collection. Refresh tokens and codes go with them, so that journal and store are full long before.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Measured } from '../ratio.ts'

const tokens = 1_000_000

interface Held {
  readonly before: number
  readonly after: number
}

export const benchGrowth = async (): Promise<readonly Measured[]> => {
  const file = fileURLToPath(new URL('./grow.ts', import.meta.url))
  const child = spawn(process.execPath, ['--expose-gc', file, String(tokens)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const { before, after } = await new Promise<Held>((resolve, reject) => {
    child.once('message', (held) => resolve(held as Held))
    child.once('exit', (code) => reject(new Error(`A child process ended with ${code}.`)))
  })
  const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1)
  return [
    {
      name: 'idp, memory held after a million tokens / after 100,000',
      ratio: after / before,
      medians: `${mebibytes(after)} / ${mebibytes(before)} MiB`,
      atMost: 1.1,
      detail: 'ES256, every second one with a refresh token and an ID token, in one process',
    },
  ]
}
