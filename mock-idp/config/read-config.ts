import { readFile } from 'node:fs/promises'
import { parseJSON, parseYAML } from 'confbox'
import { z } from 'zod'
import { IdpError } from '../errors.ts'
import { type IdpConfig, idpConfig } from './schema.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads what an issuer starts with from a JSON or YAML file. A text `$env:NAME` stands for an environment variable, so
 * that secrets need not be in the file.
 *
 * @throws {IdpError} `OPTIONS`, naming the file and the member that is wrong
 */
export const readIdpConfig = async (path: string, env: Environment): Promise<Omit<IdpConfig, '$schema'>> => {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new IdpError('OPTIONS', `The configuration ${path} cannot be read: ${cause.code ?? cause.message}.`, {
      cause,
    })
  })
  const result = idpConfig.safeParse(withEnvironment(parse(path, text), env, path))
  if (!result.success) {
    throw new IdpError('OPTIONS', `The configuration ${path} is wrong.\n${z.prettifyError(result.error)}`)
  }
  const { $schema: _, ...config } = result.data
  return config
}

const parse = (path: string, text: string): unknown => {
  try {
    return /\.ya?ml$/i.test(path) ? parseYAML(text) : parseJSON(text)
  } catch (cause) {
    throw new IdpError('OPTIONS', `The configuration ${path} is no ${/\.ya?ml$/i.test(path) ? 'YAML' : 'JSON'}.`, {
      cause,
    })
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
  throw new IdpError('OPTIONS', `The configuration ${path} needs the environment variable ${name}; set it first.`)
}
