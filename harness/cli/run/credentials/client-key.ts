import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ConformanceError } from '../../../errors.ts'
import { signingKeyOf } from '../../../oauth-client/client-assertion.ts'

/**
 * The private key that a variable holds: a JWK, PEM, or the path of a file with one.
 *
 * @throws {ConformanceError} `USAGE` for what is no private key; the value is not repeated
 */
export async function readClientKey(name: string, value: string, cwd: string): Promise<string> {
  const isKey = /^\s*(\{|-----BEGIN )/.test(value)
  try {
    const text = (isKey ? value : await readFile(resolve(cwd, value.trim()), 'utf8')).trim()
    signingKeyOf(text)
    return text
  } catch (cause) {
    throw new ConformanceError('USAGE', `The environment variable ${name} holds no private key, nor the path of one.`, {
      next: 'It takes a JWK, PKCS #8 in PEM, or the path of a file with one of them. A JWK with alg and kid names both.',
      cause,
    })
  }
}
