import type { TargetConfig } from '../../harness/model/target-config.ts'

/** Why bursts are not sent to a target: it is not ours, as far as we can tell. */
export function burstsAllowed({ target, started, allowRemoteBursts }: TargetConfig): string | undefined {
  return allowRemoteBursts || started || isLoopback(new URL(target).hostname)
    ? undefined
    : 'bursts are sent to this machine only; --allow-remote-bursts sends them to the target that you own'
}

/** Whether the host of a URL is this machine. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || host.startsWith('127.')
