import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { withFreshKey } from './fresh-key.ts'
import { untilAccepted } from './wait.ts'

/**
 * Makes the target fetch the JWK Set, so that its cache is new: publishes a new key and uses it. A target that never
 * accepts new keys keeps the set that it has.
 */
export async function renewCache(context: RunContext): Promise<void> {
  await withFreshKey(context, (key) => untilAccepted(context, 'a new key, to renew the cache', key))
}

/** Waits until the target may fetch again for an unknown key. */
export const cooldownOver = ({ config, pause }: Pick<RunContext, 'config' | 'pause'>): Promise<void> =>
  pause(jwksOf(config).cooldown)
