import { readdirSync, readFileSync } from 'node:fs'

/**
 * Whether a process of the group runs. In a container whose first process reaps nothing, what has ended stays a zombie
 * that still takes signals; on Linux /proc tells the two apart.
 */
export function isGroupRunning(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch {
    return false
  }
  const processes = process.platform === 'linux' ? readProcesses() : undefined
  return processes?.some((one) => one.group === group && (one.state !== 'Z' || one.threads > 1)) ?? true
}

interface Entry {
  readonly state: string
  readonly group: number
  /** Of a zombie: while others than the first run, its files and sockets are still open. */
  readonly threads: number
}

/** See proc_pid_stat(5): pid (name) state parent group … threads (the 20th); the name may contain any character. */
function readProcesses(): readonly Entry[] | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const stat = readStat(name)
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const [state = '', , group] = fields
        return stat === '' ? [] : [{ state, group: Number(group), threads: Number(fields[17]) }]
      })
  } catch {
    return undefined
  }
}

const readStat = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return ''
  }
}
