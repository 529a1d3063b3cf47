import { readdirSync, readFileSync } from 'node:fs'

/**
 * Whether a process of the group runs. In a container whose first process reaps nothing, what has ended stays a zombie
 * that still takes signals; on Linux /proc tells the two apart.
 */
export function groupLives(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch {
    return false
  }
  const processes = process.platform === 'linux' ? readProcesses() : undefined
  return processes?.some((one) => one.group === group && one.state !== 'Z') ?? true
}

interface Entry {
  readonly state: string
  readonly group: number
}

/** See proc_pid_stat(5): pid (name) state parent group …; the name may hold anything. */
function readProcesses(): readonly Entry[] | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const stat = readStat(name)
        const [state = '', , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        return stat === '' ? [] : [{ state, group: Number(group) }]
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
