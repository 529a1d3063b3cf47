import { exampleLine, featureNames } from '../../features/index.ts'
import type { Answers } from './questions.ts'

const keys = { bearer: 'tokenEnv', apiKey: 'apiKeyEnv', jwt: 'audience' } as const

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** The configuration file of the answers, with what else can be declared as comments. */
export function renderConfig({ target = '', kind = '', credential = '', command = '', health = '' }: Answers): string {
  const movable = command.includes('{port}')
  const key = keys[kind as keyof typeof keys] ?? 'tokenEnv'
  const trusted = kind === 'jwt' && command !== ''
  const others = featureNames.filter((name) => health === '' || name !== 'health')
  return [
    "/** @type {import('auth-conformance').Config} */",
    'export default {',
    `  target: ${quoted(movable ? target.replace(/^(https?:\/\/[^/:]+)(:\d+)?/, '$1:{port}') : target)},`,
    `  ${key}: ${quoted(credential)},`,
    ...(command === '' ? [] : [`  exec: ${quoted(command)},`]),
    ...(trusted ? ["  env: { ISSUER: '{issuer}', JWKS_URI: '{jwks_uri}', AUDIENCE: '{audience}' },"] : []),
    ...(health === '' ? [] : [`  health: { path: ${quoted(health)} },`]),
    '',
    '  // What else your server may have; each enables more checks.',
    ...others.map((name) => `  // ${exampleLine(name)},`),
    '}',
    '',
  ].join('\n')
}
