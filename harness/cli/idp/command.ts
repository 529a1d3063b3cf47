import { serveIdp } from '../../../mock-idp/adapters/node.ts'
import { ConformanceError } from '../../errors.ts'
import type { Io } from '../io.ts'
import { issuerError } from '../issuer-error.ts'
import { renderBanner } from './banner.ts'
import { readClients, readSecret } from './client-flags.ts'
import type { IdpFlags } from './flags.ts'
import { readOptions } from './options.ts'

/** Runs the mock identity provider until it is interrupted. Exit code 0. */
export async function idp(flags: IdpFlags, io: Io): Promise<number> {
  const { host, audience, controlKeyEnv } = flags
  const port = checkedPort(flags.port)
  const { clients, example } = readClients(flags.client, audience, io.env)
  const controlKey = controlKeyEnv === undefined ? undefined : readSecret('--control-key-env', controlKeyEnv, io.env)
  const signal = io.interrupt()
  const served = await serve().catch((error) => {
    throw issuerError(error, { port, portFlag: '--port' })
  })
  io.stdout.write(renderBanner(served, { host, example, audience, controlKeyEnv }))
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await served.close()
  return 0

  // The suites are loaded when a flaw is first requested.
  async function loadFlaws() {
    const { flawsOf } = await import('../mint/flaw.ts')
    return flawsOf()
  }

  async function serve() {
    const { store, ...options } = await readOptions(flags, io.env)
    const own = flags.client === undefined && 'clients' in options ? {} : { clients }
    const listening = await serveIdp({
      port,
      hostname: host,
      ...options,
      ...own,
      flaws: {
        list: async () => (await loadFlaws()).list(),
        mint: async (...args) => (await loadFlaws()).mint(...args),
      },
      ...(store && { store }),
      ...(controlKey !== undefined && { controlKey }),
      onError: ({ status, code, detail }) => io.stderr.write(`${status} ${code}: ${detail}\n`),
    })
    return {
      ...listening,
      close: async () => {
        await listening.close()
        await store?.close()
      },
    }
  }
}

function checkedPort(port: number | string): number {
  if (typeof port === 'number' && port <= 65_535) return port
  throw new ConformanceError('USAGE', `--port takes a whole number from 0 to 65535, not "${port}".`)
}
