import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { withFreshKey } from './fresh-key.ts'
import { untilKnown } from './wait.ts'

/**
 * Makes the target fetch the JWK Set, so that its cache is as young as can be: a fresh key is published and used. Where
 * it is never picked up, the set is not fetched for that, and is as old as it is.
 */
export async function renewCache(context: RunContext): Promise<void> {
  await withFreshKey(context, (key) => untilKnown(context, 'a new key, to renew the cache', key))
}

/** Waits until the target may fetch again for the sake of an unknown key. */
export const cooldownOver = ({ config, pause }: Pick<RunContext, 'config' | 'pause'>): Promise<void> =>
  pause(jwksOf(config).cooldown)
