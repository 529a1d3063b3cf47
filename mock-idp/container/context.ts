import { execFile } from 'node:child_process'
import { access, cp, mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { IdpError } from '../errors.ts'

const run = promisify(execFile)

export interface ContextOptions {
  /** Where to write it: an empty folder, or one that does not exist. */
  readonly folder: string
  /** An image that has Node.js already, for `--build-arg BASE=`. Without it the context brings the Node.js of this process. */
  readonly base?: string
}

/**
 * Writes what the Dockerfile needs: the bundle, and for an image from scratch Node.js with the shared libraries that it
 * loads.
 *
 * @throws {IdpError} `OPTIONS` where the bundle is not built, or this is no Linux whose Node.js could go into an image
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

/** The Node.js of this process with the shared libraries that it loads, for the root of an image from scratch. */
export const copyNode = async (root: string): Promise<void> => {
  await copy(process.execPath, join(root, 'usr/local/bin/node'))
  for (const library of await sharedLibraries(process.execPath)) await copy(library, join(root, library))
}

const copy = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true })
  await cp(from, to, { dereference: true })
}

/** Of a checkout or of the published package. */
const bundleFolder = async (): Promise<string> => {
  const places = ['../../dist/idp', '../../idp'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  for (const place of places) {
    const found = await access(join(place, 'idp.js')).then(
      () => true,
      () => false,
    )
    if (found) return place
  }
  throw new IdpError('OPTIONS', 'The bundle of the mock IdP is not there. In a checkout, run "npm run build" first.')
}

/** Paths of what the dynamic linker loads for a program, itself included; see ldd(1). */
const sharedLibraries = async (program: string): Promise<readonly string[]> => {
  if (process.platform !== 'linux') {
    throw new IdpError(
      'OPTIONS',
      `The Node.js of ${process.platform} cannot go into an image. Name one that has Node.js, such as "node:24-slim".`,
    )
  }
  const { stdout } = await run('ldd', [program])
  return [...stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].flatMap(([, path]) => path ?? [])
}
