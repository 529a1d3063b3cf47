import type { z } from 'zod'
import { ConformanceError } from '../errors.ts'
import { nearest } from './nearest.ts'
import { configSchema, type FileSettings } from './schema.ts'

/** Where settings came from, for messages. */
export type Source = { readonly kind: 'flags' } | { readonly kind: 'file'; readonly file: string }

/** Values that a message must not repeat, because some put secrets there. */
const unspoken = new Set([
  'data',
  'header',
  'env',
  'claim',
  'tokenEnv',
  'tokenFile',
  'tokenCmd',
  'token',
  'apiKeyEnv',
  'target',
])

/**
 * Reads settings strictly.
 *
 * @throws {ConformanceError} `USAGE` for flags, `CONFIG` for a file
 */
export function readSettings(input: unknown, source: Source): FileSettings {
  const result = configSchema.safeParse(input)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw issue?.code === 'unrecognized_keys' ? unknownKey(issue, source) : wrongValue(issue, input, source)
}

/** The flag that sets a key; those of an issuer are named as they stand below `op`. */
const flagOf = (key: string, rest: readonly string[]): string =>
  key === 'op' && rest.length > 0 ? rest.join('-') : key

const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const complaint = (source: Source, message: string, next?: string): ConformanceError =>
  new ConformanceError(source.kind === 'flags' ? 'USAGE' : 'CONFIG', message, next === undefined ? {} : { next })

function unknownKey({ keys, path }: z.core.$ZodIssueUnrecognizedKeys, source: Source): ConformanceError {
  const [key = ''] = keys
  const known = keysAt(path)
  const likely = nearest(key, known)
  const file = source.kind === 'file' ? source.file : 'the settings'
  const full = [...path, key].join('.')
  return complaint(
    source,
    `${file} has the unknown key ${JSON.stringify(full)}.`,
    likely === undefined ? `Known are ${known.join(', ')}.` : `Did you mean ${JSON.stringify(likely)}?`,
  )
}

const keysAt = ([outer, , ...inside]: readonly PropertyKey[]): readonly string[] => {
  const { shape } = configSchema
  if (outer === 'targets') return keysAt(inside).filter((key) => key !== 'targets' && key !== '$schema')
  const inner = outer === 'channel' || outer === 'accepts' ? shape[outer].unwrap().shape : shape
  return Object.keys(inner)
}

function wrongValue(issue: z.core.$ZodIssue | undefined, input: unknown, source: Source): ConformanceError {
  const [key = '', ...rest] = (issue?.path ?? []).map(String)
  const takes = issue?.message ?? ''
  if (key === '') return complaint(source, `${fileOf(source)} holds no settings.`, 'Export an object: { target: … }.')
  const got = [key, ...rest].some((part) => unspoken.has(part))
    ? ''
    : `, not ${JSON.stringify(valueAt(input, issue?.path ?? []))}`
  return source.kind === 'flags'
    ? complaint(source, `--${kebab(flagOf(key, rest))} takes ${takes}${got}.`)
    : complaint(source, `${source.file}: ${JSON.stringify([key, ...rest].join('.'))} takes ${takes}${got}.`)
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((value: unknown, key) => (typeof value === 'object' && value ? Reflect.get(value, key) : value), input)

const fileOf = (source: Source): string => (source.kind === 'file' ? source.file : 'the command line')
