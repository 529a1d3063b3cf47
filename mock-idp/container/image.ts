import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IdpError } from '../errors.ts'
import { writeContext } from './context.ts'

export interface ImageOptions {
  readonly name: string
  /** A base image with Node.js, such as `node:24-slim`. Default: none; the image contains the Node.js of this process. */
  readonly base?: string
}

/**
 * Builds the image with the `docker` command.
 *
 * @throws {IdpError} `OPTIONS` if docker fails, or what `writeContext` throws
 */
export const buildImage = async ({ name, base }: ImageOptions): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'idp-image-'))
  try {
    await writeContext({ folder, ...(base !== undefined && { base }) })
    const args = base === undefined ? [] : ['--build-arg', `BASE=${base}`]
    await docker(['build', '--tag', name, ...args, folder])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const docker = (args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('docker', args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let errorOutput = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errorOutput = (errorOutput + text).slice(-2000)
    })
    const failed = (reason: string) => reject(new IdpError('OPTIONS', `docker cannot build the image: ${reason}`))
    child.once('error', ({ message }) => failed(message))
    child.once('close', (code) => (code === 0 ? resolve() : failed(errorOutput.trim() || `exit code ${code}`)))
  })
