import type { ServeOptions } from '../../../mock-idp/adapters/node.ts'
import type { IdpFlags } from '../idp.ts'
import type { Io } from '../io.ts'
import { readSecret } from './clients.ts'

/** What the flags and the file say of the issuer; flags win. What is not asked for is not loaded. */
export async function readOptions(flags: IdpFlags, env: Io['env']): Promise<Omit<ServeOptions, 'port' | 'hostname'>> {
  const { config, issuer, issuerFromHost, audience, permissive, autoSignIn, keyFile, seedEnv, storeEnv } = flags
  const storeUrl = storeEnv === undefined ? flags.store : readSecret('--store-env', storeEnv, env)
  return {
    ...(config !== undefined && (await fromFile(config, env))),
    ...(issuer !== undefined && { issuer }),
    ...(issuerFromHost && { issuerFromHost }),
    ...(flags.https && { https: true }),
    ...(audience !== undefined && { audience }),
    ...(permissive && { permissive }),
    ...(autoSignIn && { signIn: 'automatic' as const }),
    ...(keyFile !== undefined && { keys: await fromKeyFile(keyFile) }),
    ...(seedEnv !== undefined && { keySeed: readSecret('--seed-env', seedEnv, env) }),
    ...(storeUrl !== undefined && { store: await opened(storeUrl) }),
  }
}

const fromFile = async (path: string, env: Io['env']) => {
  const { readIdpConfig } = await import('../../../mock-idp/config/read-config.ts')
  return readIdpConfig(path, env)
}

const fromKeyFile = async (path: string) => {
  const { keysFromFile } = await import('../../../mock-idp/keys/file.ts')
  return keysFromFile(path)
}

const opened = async (url: string) => {
  const { openStore } = await import('../../../mock-idp/store/open.ts')
  return openStore(url)
}
