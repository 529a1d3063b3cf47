import type { TargetConfig } from '../../harness/model/target-config.ts'
import { isLoopback } from '../rate/bursts.ts'

/** Why durations of a target are not measured: nobody wants it, it is not ours, or it would count the requests. */
export function notTimed({ target, timing, started, features: { limit } }: TargetConfig): string | undefined {
  if (!timing) return 'durations are not measured: --no-timing, or no budget for them'
  if (!isNear(target, started) && !timing.remote) {
    return 'durations are measured on this machine only; --timing-remote measures the target that you own'
  }
  return limit && (limit.countsFailures || limit.by.includes('address'))
    ? 'the declared rate limit would count the many requests that this takes'
    : undefined
}

/** Whether nothing but this machine is between us and the target. */
export const isNear = (target: string, started: boolean): boolean => started || isLoopback(new URL(target).hostname)
