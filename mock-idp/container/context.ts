import { execFile } from 'node:child_process'
import { access, cp, mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { IdpError } from '../errors.ts'

const run = promisify(execFile)

export interface ContextOptions {
  /** The folder to write to: empty, or one that does not exist. */
  readonly folder: string
  /** A base image with Node.js, for `--build-arg BASE=`. Default: none; the context contains the Node.js of this process. */
  readonly base?: string
}

/**
 * Writes the build context: the Dockerfile, the bundle and, for an image from scratch, Node.js with its shared libraries.
 *
 * @throws {IdpError} `OPTIONS` if the bundle is not built, or if there is no `base` and this machine does not run Linux
 */
export const writeContext = async ({ folder, base }: ContextOptions): Promise<void> => {
  const root = join(folder, 'rootfs')
  const bundle = await bundleFolder()
  await mkdir(join(root, 'etc'), { recursive: true })
  await cp(bundle, join(root, 'idp'), { recursive: true })
  await rename(join(root, 'idp/Dockerfile'), join(folder, 'Dockerfile'))
  await writeFile(join(root, 'idp/package.json'), '{"type":"module"}\n')
  if (base !== undefined) return
  await writeFile(join(root, 'etc/passwd'), 'idp:x:65532:65532::/idp:/sbin/nologin\n')
  await copyNode(root)
}

/** Copies the Node.js of this process and its shared libraries to the root of an image from scratch. */
export const copyNode = async (root: string): Promise<void> => {
  await copy(process.execPath, join(root, 'usr/local/bin/node'))
  for (const library of await sharedLibraries(process.execPath)) await copy(library, join(root, library))
}

const copy = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true })
  await cp(from, to, { dereference: true })
}

/** The folder of the bundle, in a checkout or in the published package. */
const bundleFolder = async (): Promise<string> => {
  const folders = ['../../dist/idp', '../../idp'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  for (const folder of folders) {
    const found = await access(join(folder, 'idp.js')).then(
      () => true,
      () => false,
    )
    if (found) return folder
  }
  throw new IdpError('OPTIONS', 'The bundle of the mock IdP does not exist. In a checkout, run "npm run build" first.')
}

/** Paths of the shared libraries of a program and of the dynamic linker; see ldd(1). */
const sharedLibraries = async (program: string): Promise<readonly string[]> => {
  if (process.platform !== 'linux') {
    throw new IdpError(
      'OPTIONS',
      `The Node.js of ${process.platform} does not run in a container. Use a base image with Node.js, such as "node:24-slim".`,
    )
  }
  const { stdout } = await run('ldd', [program])
  return [...stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].flatMap(([, path]) => path ?? [])
}
