import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Measured, medianRatio } from './ratio.ts'

const bin = fileURLToPath(new URL('../harness/cli/bin.js', import.meta.url))

async function seconds(...args: readonly string[]): Promise<number> {
  const began = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`)
  return (performance.now() - began) / 1000
}

/** The time of `conformance list` and `explain`, compared with an empty program; both start nothing. */
export async function benchStartUp(): Promise<readonly Measured[]> {
  const commands = [['list'], ['explain', 'bearer/scheme-case-insensitive']]
  const measured: Measured[] = []
  for (const command of commands) {
    await seconds(bin, ...command)
    const ratio = await medianRatio(
      () => seconds(bin, ...command),
      () => seconds('-e', '0'),
    )
    measured.push({
      name: `conformance ${command[0]} / node -e 0`,
      ...ratio,
      atMost: 4,
      detail: 'wall time of the process',
    })
  }
  return measured
}
