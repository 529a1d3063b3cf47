import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Writes the certificate of the authority to a temporary file, for `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE`. */
export const writeCaFile = async (ca: string): Promise<{ readonly path: string; remove(): Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'mock-idp-ca-'))
  const path = join(folder, 'ca.pem')
  await writeFile(path, `${ca}\n`)
  return { path, remove: () => rm(folder, { recursive: true, force: true }) }
}
