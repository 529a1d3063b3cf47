import type { Profile } from '../../harness/model.ts'

/** Why bursts are not sent to a target: it is not ours, as far as we can tell. */
export function notFlooded({ target, started, flood }: Profile): string | undefined {
  return flood || started || isLoopback(new URL(target).hostname)
    ? undefined
    : 'bursts are sent to this machine only; --flood sends them to the target that you own'
}

/** Whether the host of a URL is this machine. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || host.startsWith('127.')
