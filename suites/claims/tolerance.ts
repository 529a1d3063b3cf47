import type { Observed } from '../../harness/model/expectation.ts'

/** Where measuring ends, in seconds: a tolerance of an hour is as good as none. */
export const mostSeconds = 3600

interface Tolerance {
  readonly seconds: number
  /** The answers on both sides of the limit. */
  readonly evidence: readonly Observed[]
}

/**
 * The most seconds out of time at which a token is still served: doubled until one is refused, then halved down to a
 * second. Most servers tolerate none, and are asked once.
 */
export async function measureTolerance(probe: (seconds: number) => Promise<Observed>): Promise<Tolerance> {
  let [lastServed, firstRefused] = [0, mostSeconds + 1]
  const evidence: { served?: Observed; refused?: Observed } = {}
  while (firstRefused - lastServed > 1) {
    const doubling = firstRefused > mostSeconds
    const seconds = doubling ? Math.min(lastServed * 2 || 1, mostSeconds) : (lastServed + firstRefused) >> 1
    const observed = await probe(seconds)
    if (observed.accepted) lastServed = seconds
    else firstRefused = seconds
    evidence[observed.accepted ? 'served' : 'refused'] = observed
  }
  return { seconds: lastServed, evidence: Object.values(evidence) }
}
