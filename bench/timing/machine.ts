import { spawnSync } from 'node:child_process'
import { cpus, release, type } from 'node:os'

/** The machine of the figures, in one line. */
export function machine(): string {
  const cores = cpus()
  const python = spawnSync('python3', ['--version'], { encoding: 'utf8' })
  return [
    `${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores`,
    `${type()} ${release()}`,
    `Node ${process.version}`,
    python.status === 0 ? python.stdout.trim() : 'no Python',
  ].join(' · ')
}
