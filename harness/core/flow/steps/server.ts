import type { RunContext } from '../../../model/run-context.ts'
import { type AuthorizationServer, type Discovery, discover } from '../../../oauth-client/discovery.ts'

const discoveries = new WeakMap<RunContext, Promise<Discovery>>()

/** The metadata of the authorization server, read once for all flows of a check. */
export function discoveryOf(run: RunContext): Promise<Discovery> {
  const known = discoveries.get(run)
  if (known) return known
  const discovery = discover(run, (attempt) => run.send('metadata', attempt))
  discoveries.set(run, discovery)
  return discovery
}

/** @throws {TypeError} where no `discover` step was required before */
export async function serverOf(run: RunContext): Promise<AuthorizationServer> {
  const { server } = await discoveryOf(run)
  if (!server) throw new TypeError('the authorization server has no endpoints; require a discover step first')
  return server
}
