import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import type { Check } from '../model/check.ts'
import type { Attempt } from '../model/expectation.ts'
import type { TargetConfig } from '../model/target-config.ts'
import type { Destination } from '../wire/dial.ts'

/** What may be sent where. The session asks; a check only declares that it sends bursts or measures durations. */

/** 127.0.0.0/8 (RFC 1122 §3.2.1.3) and ::1 (RFC 4291 §2.5.3). */
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether a text is an IP address of this machine's loopback interface, mapped ones (RFC 4291 §2.5.5.2) included. */
export function isLoopbackAddress(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** A server with the only addresses at which it is contacted; none where its name has no address. */
interface ResolvedDestination extends Destination {
  /** Whether all of its addresses are loopback addresses. */
  readonly onLoopback: boolean
}

/** All addresses of a host name; rejects where it has none. */
type Lookup = (name: string, options: { readonly all: true }) => Promise<readonly { readonly address: string }[]>

/** Looks the host name of an origin up, once: what is decided about its addresses must hold for each connection. */
export async function resolveDestination(origin: URL, lookUp: Lookup = lookup): Promise<ResolvedDestination> {
  const host = origin.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) ? [host] : await addressesOf(host, lookUp)
  return {
    origin,
    ...(addresses.length > 0 && { addresses }),
    onLoopback: addresses.length > 0 && addresses.every(isLoopbackAddress),
  }
}

/** Without the dot of a fully qualified name, localhost is in every hosts file (RFC 6761 §6.3). */
const addressesOf = async (name: string, lookUp: Lookup): Promise<readonly string[]> => {
  try {
    const found = await lookUp(name.replace(/^((?:.*\.)?localhost)\.$/, '$1'), { all: true })
    return found.map(({ address }) => address)
  } catch {
    return []
  }
}

/** Why no bursts are sent to a target; undefined where they may be. */
export const reasonAgainstBursts = ({
  started,
  onLoopback,
  allowRemoteBursts,
}: Pick<TargetConfig, 'started' | 'onLoopback' | 'allowRemoteBursts'>): string | undefined =>
  started || onLoopback || allowRemoteBursts
    ? undefined
    : 'bursts are sent to this machine only; --allow-remote-bursts sends them to the target that you own'

/** Why durations of a target are not measured; undefined where they may be. */
export function reasonAgainstTiming({
  started,
  onLoopback,
  timing,
}: Pick<TargetConfig, 'started' | 'onLoopback' | 'timing'>): string | undefined {
  if (!timing) return 'durations are not measured: --no-timing, or no budget for them'
  return started || onLoopback || timing.remote
    ? undefined
    : 'durations are measured on this machine only; --timing-remote measures the target that you own'
}

/** Requests of one check that are not sent again when they are throttled, under way at once. More are a burst. */
export const mostAtOnce = 50

/** Passes the requests of one check on. Rejects with a TypeError what the guard does not allow. */
export function guardRequests({ id, needs }: Pick<Check, 'id' | 'needs'>, config: TargetConfig) {
  const reason = needs.includes('bursts')
    ? reasonAgainstBursts(config)
    : `${id} sends more than ${mostAtOnce} requests at once; a check that does needs 'bursts'`
  let underWay = 0
  return async <Result>({ retryThrottled }: Attempt, send: () => Promise<Result>): Promise<Result> => {
    if (retryThrottled !== false) return send()
    if (reason !== undefined && underWay >= mostAtOnce) throw new TypeError(reason)
    underWay++
    try {
      return await send()
    } finally {
      underWay--
    }
  }
}

/** Throws a TypeError for an origin other than the target's and those that were started for the run. */
export function assertKnownOrigin(origin: URL, known: readonly URL[]): void {
  if (known.some((one) => one.origin === origin.origin)) return
  throw new TypeError(`Requests go to ${known[0]?.origin} only, not to ${origin.origin}`)
}
