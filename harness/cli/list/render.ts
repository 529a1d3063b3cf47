import type { Suite } from '../../model/check.ts'
import type { System } from '../../model/system.ts'
import type { Sink } from '../io.ts'

/** The documented systems, by the name for `--system`. */
export const renderSystems = (systems: readonly System[]): string => {
  const width = Math.max(0, ...systems.map(({ id }) => id.length))
  const rows = systems.map(({ id, about }) => `  ${id.padEnd(width)}  ${about}`)
  return rows.length === 0 ? '' : `\nDocumented systems, for --system:\n${rows.join('\n')}\n`
}

export const renderJson = (suites: readonly Suite[]): string => {
  const rows = suites.flatMap(({ id: suite, checks }) =>
    checks.map(({ id, level, severity, title, needs }) => ({ id, suite, level, severity, title, needs })),
  )
  return `${JSON.stringify(rows, undefined, 2)}\n`
}

export const renderList = (suites: readonly Suite[], { color }: Sink): string => {
  const width = Math.max(0, ...suites.flatMap(({ checks }) => checks.map(({ id }) => id.length)))
  const bold = (text: string) => (color ? `\x1b[1m${text}\x1b[22m` : text)
  const blocks = suites.map(({ id, title, checks }) => {
    const rows = checks.map(
      (check) => `  ${check.id.padEnd(width)}  ${check.level.padEnd(8)}  ${check.severity.padEnd(8)}  ${check.title}`,
    )
    return [`${bold(id)}  ${title}`, ...rows, ''].join('\n')
  })
  return `${blocks.join('\n')}\nEach title completes “The server …”. conformance explain <id> shows a check in full.\n`
}
