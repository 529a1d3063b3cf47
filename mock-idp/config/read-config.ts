import { readFile } from 'node:fs/promises'
import { parseJSON, parseYAML } from 'confbox'
import { z } from 'zod'
import { IdpError } from '../errors.ts'
import { type IdpConfig, idpConfig } from './schema.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the configuration of an issuer from a JSON or YAML file. The string `$env:NAME` is replaced with the environment
 * variable NAME, so that the file need not contain secrets.
 *
 * @throws {IdpError} `OPTIONS`, with the file and the invalid member in the message
 */
export const readIdpConfig = async (path: string, env: Environment): Promise<Omit<IdpConfig, '$schema'>> => {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new IdpError('OPTIONS', `The configuration ${path} cannot be read: ${cause.code ?? cause.message}.`, {
      cause,
    })
  })
  const result = idpConfig.safeParse(withEnvironment(parse(path, text), env, path))
  if (!result.success) {
    throw new IdpError('OPTIONS', `The configuration ${path} is not valid.\n${z.prettifyError(result.error)}`)
  }
  const { $schema: _, ...config } = result.data
  return config
}

const parse = (path: string, text: string): unknown => {
  try {
    return /\.ya?ml$/i.test(path) ? parseYAML(text) : parseJSON(text)
  } catch (cause) {
    throw new IdpError(
      'OPTIONS',
      `The configuration ${path} is not valid ${/\.ya?ml$/i.test(path) ? 'YAML' : 'JSON'}.`,
      {
        cause,
      },
    )
  }
}

const withEnvironment = (value: unknown, env: Environment, path: string): unknown => {
  if (Array.isArray(value)) return value.map((one) => withEnvironment(one, env, path))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withEnvironment(one, env, path)]))
  }
  const name = typeof value === 'string' ? /^\$env:(\w+)$/.exec(value)?.[1] : undefined
  if (name === undefined) return value
  const found = env[name]
  if (found !== undefined && found !== '') return found
  throw new IdpError('OPTIONS', `The configuration ${path} needs the environment variable ${name}, which is not set.`)
}
