import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ConformanceError } from '../../../errors.ts'

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/**
 * The certificates of a file, in PEM (RFC 7468 §5); nothing else of it is kept.
 *
 * @param file relative to `cwd`
 * @throws {ConformanceError} `USAGE`
 */
export async function readCaFile(file: string, cwd: string): Promise<string> {
  const found = (await contentOf(resolve(cwd, file))).match(certificate) ?? []
  try {
    for (const one of found) new X509Certificate(one)
  } catch (cause) {
    throw new ConformanceError('USAGE', `--ca: a certificate in ${file} cannot be read.`, { cause })
  }
  if (found.length > 0) return found.join('\n')
  throw new ConformanceError('USAGE', `--ca: ${file} holds no certificate in PEM.`, {
    next: 'It begins with -----BEGIN CERTIFICATE-----. openssl x509 -inform der -in FILE converts a binary one.',
  })
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConformanceError('USAGE', `--ca cannot be read: ${reason}.`, { cause })
  }
}
