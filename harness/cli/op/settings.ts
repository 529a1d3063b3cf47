import { loadSettings } from '../../config/load.ts'
import { readSettings } from '../../config/read.ts'
import type { Settings } from '../../config/schema.ts'
import { ConformanceError } from '../../errors.ts'
import type { Features } from '../../features/index.ts'
import { metadataPaths } from '../../oauth-client/discovery.ts'
import type { Io } from '../io.ts'
import { type IssuerFlags, runKeys } from './flags.ts'

type DeclaredIssuer = NonNullable<Features['op']>

/**
 * The settings of a run that tests an issuer: its metadata are the target, which everybody may read.
 *
 * @throws {ConformanceError} `USAGE`, `CONFIG`
 */
export async function issuerSettings(flags: IssuerFlags, io: Pick<Io, 'cwd'>): Promise<Settings> {
  rejectUseless(flags)
  const { config, suite: suites } = flags
  const file = (await loadSettings(io.cwd, config === undefined ? undefined : String(config)))?.settings ?? {}
  const ofRun = (given: Settings) =>
    Object.fromEntries(runKeys.flatMap((key) => (key in given ? [[key, given[key]]] : [])))
  const own = Object.fromEntries(runKeys.flatMap((key) => (flags[key] === undefined ? [] : [[key, flags[key]]])))
  const given = readSettings({ ...own, ...(suites !== undefined && { suites }) }, { kind: 'flags' })
  const op = merged(flags, file.op)
  const issuer = checkedIssuer(op.issuer)
  return {
    ...{ only: ['op'] },
    ...ofRun(file),
    ...ofRun(given),
    op,
    target: new URL(metadataPaths(issuer).openid, issuer).href,
    open: true,
    timing: false,
  }
}

/** What the file declares, with what the flags say. */
function merged(flags: IssuerFlags, file: DeclaredIssuer | undefined): DeclaredIssuer {
  const { issuer, clientId: id, clientSecretEnv, clientKeyEnv, clientAuth: auth } = flags
  const { redirectUri, scope, authorizationParameter, tokenProfile } = flags
  const secrets = Object.entries(flags.signInEnv ?? {}).map(([field, env]) => [field, { env }])
  const signIn = { ...flags.signIn, ...Object.fromEntries(secrets), ...(flags.press && { press: flags.press }) }
  const client = id !== undefined && {
    client: {
      id,
      ...(clientSecretEnv !== undefined && { secret: { env: clientSecretEnv } }),
      ...(clientKeyEnv !== undefined && { key: { env: clientKeyEnv } }),
      ...(auth !== undefined && { auth }),
    },
  }
  const own = {
    ...(issuer !== undefined && { issuer }),
    ...client,
    ...(redirectUri !== undefined && { redirectUri }),
    ...(scope !== undefined && { scope }),
    ...(authorizationParameter && { authorizationParameters: authorizationParameter }),
    ...(tokenProfile !== undefined && { tokenProfile }),
    ...(Object.keys(signIn).length > 0 && { signIn }),
  }
  if (client && redirectUri === undefined && file?.redirectUri === undefined) {
    throw usage(
      'A client needs its redirect URI.',
      'Add --redirect-uri https://app.example/callback, exactly as it is registered; no server need listen there.',
    )
  }
  const whole = { ...own, redirectUri: redirectUri ?? file?.redirectUri }
  const read = readSettings({ op: whole }, { kind: 'flags' }).op
  const named = Object.keys(own) as (keyof DeclaredIssuer)[]
  const given = Object.fromEntries(named.map((key) => [key, read?.[key]]))
  return { ...(read ?? { scope: 'openid', retry: 0, grace: 0 }), ...file, ...given }
}

/** Flags that say something about a client, or its sign-in, without naming one. */
const ofClient = {
  clientSecretEnv: '--client-secret-env',
  clientKeyEnv: '--client-key-env',
  clientAuth: '--client-auth',
} as const

function rejectUseless(flags: IssuerFlags): void {
  const lost = Object.entries(ofClient).find(([key]) => flags[key as keyof typeof ofClient] !== undefined)
  if (lost && flags.clientId === undefined) {
    throw usage(`${lost[1]} has no effect without --client-id.`, 'Add --client-id, or leave it out.')
  }
  if (flags.clientSecretEnv !== undefined && flags.clientKeyEnv !== undefined) {
    throw usage('--client-secret-env and --client-key-env name different credentials.', 'Use one of them.')
  }
}

function checkedIssuer(issuer: string | undefined): string {
  if (issuer === undefined)
    throw usage('No issuer is named.', 'Add --issuer https://id.example, as its tokens name it.')
  const url = URL.parse(issuer)
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && !/[?#]/.test(issuer)) {
    return issuer
  }
  // A URL with a user could hold a password, which is not repeated.
  throw usage(
    '--issuer takes the issuer identifier: an http or https URL without user, query and fragment.',
    'Such as https://id.example.',
  )
}

const usage = (message: string, next: string) => new ConformanceError('USAGE', message, { next })
