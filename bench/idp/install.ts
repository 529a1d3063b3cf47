import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const peers = here('../peers/')

/** Installs the other mock IdPs. They have a separate lock file, so that they are not in ours. */
export const installPeers = (): void => {
  if (existsSync(`${peers}node_modules`)) return
  const { status } = spawnSync('npm', ['ci', '--prefix', peers], { stdio: 'inherit' })
  if (status !== 0) throw new Error('The peers of bench/peers could not be installed.')
}

/** Builds this checkout, so that no outdated bundle is measured. */
export const build = (): void => {
  const { status } = spawnSync('npm', ['run', 'build'], { cwd: here('../../'), stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('The package could not be built.')
}
