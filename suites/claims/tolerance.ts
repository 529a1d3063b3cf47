import type { Observed } from '../../harness/model/expectation.ts'

/** The largest tolerance that is measured, in seconds: one of an hour is as bad as no check. */
export const mostSeconds = 3600

interface Tolerance {
  readonly seconds: number
  /** The answers on both sides of the limit. */
  readonly evidence: readonly Observed[]
}

/**
 * The most seconds out of time at which a token is still accepted: doubled until one is rejected, then halved down to a
 * second. Most servers tolerate none, and are asked once.
 */
export async function measureTolerance(probe: (seconds: number) => Promise<Observed>): Promise<Tolerance> {
  let [lastAccepted, firstRejected] = [0, mostSeconds + 1]
  const evidence: { accepted?: Observed; rejected?: Observed } = {}
  while (firstRejected - lastAccepted > 1) {
    const doubling = firstRejected > mostSeconds
    const seconds = doubling ? Math.min(lastAccepted * 2 || 1, mostSeconds) : (lastAccepted + firstRejected) >> 1
    const observed = await probe(seconds)
    if (observed.accepted) lastAccepted = seconds
    else firstRejected = seconds
    evidence[observed.accepted ? 'accepted' : 'rejected'] = observed
  }
  return { seconds: lastAccepted, evidence: Object.values(evidence) }
}
