import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { IdpError } from '../errors.ts'
import { type ImportedKey, importKey } from './signing-key.ts'

/**
 * Reads private signing keys: a JWK Set or a single JWK in JSON (RFC 7517), PEM with one or more PKCS#8 blocks (RFC 7468
 * §10), or a folder of such files, in the order of their names. A key without `alg` gets the usual one of its type:
 * RS256, ES256, ES384, ES512 or EdDSA.
 *
 * @throws {IdpError} `OPTIONS` or `KEY_MISMATCH`, with the file in the message, but nothing of its content
 */
export const keysFromFile = async (path: string): Promise<readonly ImportedKey[]> => {
  const files = await filesAt(path)
  const keys = (await Promise.all(files.map(readKeys))).flat()
  if (keys.length === 0) throw new IdpError('OPTIONS', `${path} contains no private key.`)
  return keys
}

const filesAt = async (path: string): Promise<readonly string[]> => {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const names = await readdir(path)
    return names
      .filter((name) => /\.(json|jwks?|pem|key)$/.test(name))
      .toSorted()
      .map((name) => join(path, name))
  } catch (cause) {
    throw readError(path, cause)
  }
}

const readKeys = async (file: string): Promise<readonly ImportedKey[]> => {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw readError(file, cause)
  })
  const keys = text.includes('-----BEGIN ') ? pemKeys(file, text) : jsonKeys(file, text)
  for (const [index, key] of keys.entries()) {
    try {
      importKey(key)
    } catch (error) {
      if (!(error instanceof IdpError)) throw error
      throw new IdpError(error.code, `Key ${index + 1} of ${file} cannot be used. ${error.message}`)
    }
  }
  return keys
}

const readError = (path: string, cause: unknown): IdpError => {
  const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
  return new IdpError(
    'OPTIONS',
    `The keys in ${path} cannot be read${code}. Use a JWK Set, a PEM file or a folder of them.`,
    {
      cause,
    },
  )
}

const pemKeys = (file: string, text: string): readonly ImportedKey[] => {
  const blocks = text.match(/-----BEGIN PRIVATE KEY-----[^-]*-----END PRIVATE KEY-----/g) ?? []
  if (blocks.length === 0) {
    const message = `${file} has no block "BEGIN PRIVATE KEY". Convert it with: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW`
    throw new IdpError('OPTIONS', message)
  }
  return blocks.map((block, index) => {
    const privateKey = readBlock(block)
    const alg = privateKey && usualAlg(privateKey)
    if (privateKey && alg) return { alg, privateKey }
    throw new IdpError('OPTIONS', `Private key ${index + 1} of ${file} is damaged, or its type is not supported.`)
  })
}

const readBlock = (block: string): KeyObject | undefined => {
  try {
    return createPrivateKey(block)
  } catch {
    return undefined
  }
}

type Members = Readonly<Record<string, unknown>>

const jsonKeys = (file: string, text: string): readonly ImportedKey[] => {
  const value = parseJson(text)
  const list: unknown = isMembers(value) && 'keys' in value ? value.keys : [value]
  if (!Array.isArray(list) || !list.every(isMembers)) {
    throw new IdpError('OPTIONS', `${file} is not a JWK Set (RFC 7517 §5), a JWK or PEM.`)
  }
  return list.map((jwk: Members, index) => {
    const { kid, alg = usualAlg(readJwk(jwk)) } = jwk
    if (typeof alg === 'string' && (kid === undefined || typeof kid === 'string')) {
      return { alg, privateKey: jwk, ...(kid !== undefined && { kid }) }
    }
    const message = `Key ${index + 1} of ${file} is not a private JWK for signing. It needs the member "d", and "kid" must be a string.`
    throw new IdpError('OPTIONS', message)
  })
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const readJwk = (jwk: Members): KeyObject | undefined => {
  try {
    return createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' })
  } catch {
    return undefined
  }
}

const usualAlgs: Readonly<Record<string, string>> = {
  rsa: 'RS256',
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
  ed25519: 'EdDSA',
}

const usualAlg = (key: KeyObject | undefined): string | undefined =>
  usualAlgs[key?.asymmetricKeyDetails?.namedCurve ?? key?.asymmetricKeyType ?? '']
