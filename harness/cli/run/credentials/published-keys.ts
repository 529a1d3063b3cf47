import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Settings } from '../../../config/schema.ts'
import { ConformanceError } from '../../../errors.ts'
import { heldJwt } from '../../../forge/jwt-credential.ts'
import type { JwkSet } from '../../../model/issuer.ts'
import type { TargetConfig } from '../../../model/target-config.ts'
import { jsonObject } from '../../../wire/json-object.ts'

type PublishedKey = JwkSet['keys'][number]

/** Far above the largest sets of providers, which have some 30 kB. */
const mostBytes = 1_000_000

const defaultTimeoutMs = 10_000

export interface KeyOptions {
  readonly cwd: string
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
}

/**
 * The configuration with the public keys that the settings name. Only their address is fetched: an issuer that only the
 * token names is never contacted.
 *
 * @throws {ConformanceError} `NO_KEYS`, `USAGE` where the credential is no JWT
 */
export async function withPublishedKeys(
  config: TargetConfig,
  { jwksUrl, jwksFile }: Pick<Settings, 'jwksUrl' | 'jwksFile'>,
  options: KeyOptions,
): Promise<TargetConfig> {
  if (jwksUrl === undefined && jwksFile === undefined) return config
  if (!heldJwt(config)) {
    const flag = jwksUrl === undefined ? '--jwks-file' : '--jwks-url'
    throw new ConformanceError('USAGE', `${flag} has no effect: the credential is no JWT.`, {
      next: `Leave ${flag} out.`,
    })
  }
  const [where, text] =
    jwksUrl === undefined
      ? [`The file ${jwksFile}`, await readKeyFile(jwksFile ?? '', options)]
      : [jwksUrl, await fetchText(jwksUrl, options)]
  return { ...config, publishedKeys: keysIn(text, where) }
}

const noKeys = (message: string, cause?: unknown): ConformanceError =>
  new ConformanceError('NO_KEYS', message, {
    next: 'Name the JWKS URI of its issuer, which is jwks_uri in its metadata, or a file with that document.',
    ...(cause !== undefined && { cause }),
  })

const reasonOf = (cause: unknown): string => {
  const error = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return error instanceof Error ? error.message : String(error)
}

async function readKeyFile(file: string, { cwd }: KeyOptions): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8')
  } catch (cause) {
    throw noKeys(`The file ${file} cannot be read: ${reasonOf(cause)}.`, cause)
  }
}

/** No redirect is followed: the user has named one address. */
async function fetchText(url: string, { signal, timeoutMs = defaultTimeoutMs }: KeyOptions): Promise<string> {
  const late = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'application/jwk-set+json, application/json' },
      signal: signal ? AbortSignal.any([signal, late]) : late,
    })
    const location = response.headers.get('location')
    if (location !== null) throw noKeys(`${url} redirects to ${location}.`)
    if (!response.ok) throw noKeys(`${url} answered ${response.status}.`)
    return await limitedText(response, url)
  } catch (cause) {
    if (cause instanceof ConformanceError) throw cause
    signal?.throwIfAborted()
    throw noKeys(late.aborted ? `${url} did not answer within ${timeoutMs} ms.` : `${url}: ${reasonOf(cause)}.`, cause)
  }
}

async function limitedText({ body }: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > mostBytes) throw noKeys(`${url} answered more than ${mostBytes} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The usable public keys of a JWK Set (RFC 7517 §5); those of unknown kinds are ignored, as the RFC requires. */
function keysIn(text: string, where: string): JwkSet {
  const { keys } = jsonObject(text) ?? {}
  if (!Array.isArray(keys)) throw noKeys(`${where} holds no JWK Set.`)
  const usable = keys.flatMap(publicKeyIn)
  if (usable.length === 0) throw noKeys(`${where} holds no public key of a known kind.`)
  return { keys: usable }
}

/** Private members never leave the file (RFC 7518 §6). A key need not have a kid: vectors that need one fall away. */
function publicKeyIn(jwk: unknown): readonly PublishedKey[] {
  if (typeof jwk !== 'object' || jwk === null) return []
  const { d, p, q, dp, dq, qi, oth, k, ...members } = jwk as Readonly<Record<string, unknown>>
  try {
    createPublicKey({ key: members, format: 'jwk' })
    return [members as unknown as PublishedKey]
  } catch {
    return []
  }
}
