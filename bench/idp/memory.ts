/**
 * Whether the memory of the mock IdP grows: the heap after a million tokens compared with the heap after the first tenth,
 * each after a full garbage collection. Journal and store reach their maximum size before.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Measured } from '../ratio.ts'

const tokens = 1_000_000

interface HeapSizes {
  readonly before: number
  readonly after: number
}

export const benchGrowth = async (): Promise<readonly Measured[]> => {
  const file = fileURLToPath(new URL('./memory-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--expose-gc', file, String(tokens)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const { before, after } = await new Promise<HeapSizes>((resolve, reject) => {
    child.once('message', (sizes) => resolve(sizes as HeapSizes))
    child.once('exit', (code) => reject(new Error(`A child process ended with ${code}.`)))
  })
  const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1)
  return [
    {
      name: 'idp, memory held after a million tokens / after 100,000',
      ratio: after / before,
      medians: `${mebibytes(after)} / ${mebibytes(before)} MiB`,
      atMost: 1.1,
      detail: 'ES256, every second token with a refresh token and an ID token, in one process',
    },
  ]
}
