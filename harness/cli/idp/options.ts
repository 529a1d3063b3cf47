import type { ServeOptions } from '../../../mock-idp/adapters/node.ts'
import type { DialectName } from '../../../mock-idp/dialects/dialect.ts'
import { ConformanceError } from '../../errors.ts'
import type { Io } from '../io.ts'
import { readSecret } from './client-flags.ts'
import type { IdpFlags } from './flags.ts'

/** Reads the options of the issuer from the flags and the file. Flags override the file. */
export async function readOptions(flags: IdpFlags, env: Io['env']): Promise<Omit<ServeOptions, 'port' | 'hostname'>> {
  const { config, issuer, issuerFromHost, audience, permissive, autoSignIn, keyFile, seedEnv, storeEnv, dialect } =
    flags
  const storeUrl = storeEnv === undefined ? withoutPassword(flags.store) : readSecret('--store-env', storeEnv, env)
  return {
    ...(config !== undefined && (await fromFile(config, env))),
    ...(issuer !== undefined && { issuer }),
    ...(issuerFromHost && { issuerFromHost }),
    ...httpsOf(flags),
    ...(audience !== undefined && { audience }),
    ...(permissive && { permissive }),
    // Validated by createIdp.
    ...(dialect && { dialects: dialect as readonly DialectName[] }),
    ...(autoSignIn && { signIn: 'automatic' as const }),
    ...(keyFile !== undefined && { keys: await fromKeyFile(keyFile) }),
    ...(seedEnv !== undefined && { keySeed: readSecret('--seed-env', seedEnv, env) }),
    ...(storeUrl !== undefined && { store: await opened(storeUrl) }),
  }
}

const httpsOf = ({
  https,
  httpsName: certificateNames,
}: IdpFlags): Pick<ServeOptions, 'https' | 'certificateNames'> => {
  if (https) return { https, ...(certificateNames && { certificateNames }) }
  if (certificateNames === undefined) return {}
  throw new ConformanceError('USAGE', '--https-name has no effect without --https.', { next: 'Add --https.' })
}

/** All users of a machine can read command lines. */
const withoutPassword = (url: string | undefined): string | undefined => {
  if (url === undefined || !URL.parse(url)?.password) return url
  throw new ConformanceError(
    'USAGE',
    '--store must not hold a password, because all users of this machine can read it.',
    {
      next: 'Put the URL into an environment variable and use --store-env STORE_URL.',
    },
  )
}

const fromFile = async (path: string, env: Io['env']) => {
  const { readIdpConfig } = await import('../../../mock-idp/config/read-config.ts')
  return readIdpConfig(path, env)
}

const fromKeyFile = async (path: string) => {
  const { keysFromFile } = await import('../../../mock-idp/keys/key-file.ts')
  return keysFromFile(path)
}

const opened = async (url: string) => {
  const { openStore } = await import('../../../mock-idp/store/open-store.ts')
  return openStore(url)
}
