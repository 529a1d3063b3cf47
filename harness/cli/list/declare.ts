import type { Suite } from '../../model/check.ts'
import type { System } from '../../model/system.ts'
import { allSuites, systemsOf } from '../catalog.ts'
import type { Declaration } from '../declaration.ts'
import type { Sink } from '../io.ts'

/** `conformance list`: every check, without running any. */
export function declareList({ command, io, catalog, asAction }: Declaration): void {
  command.option('--json', 'for other programs').action(
    asAction(async ({ json = false }: { readonly json?: boolean }) => {
      const suites = await allSuites(catalog)
      const profiles = async () => renderProfiles(await systemsOf(catalog))
      io.stdout.write(json ? renderJson(suites) : renderList(suites, io.stdout) + (await profiles()))
      return 0
    }),
  )
}

const renderProfiles = (systems: readonly System[]): string => {
  const width = Math.max(0, ...systems.map(({ id }) => id.length))
  const rows = systems.map(({ id, about }) => `  ${id.padEnd(width)}  ${about}`)
  return rows.length === 0 ? '' : `\nProfiles of documented systems, for --system:\n${rows.join('\n')}\n`
}

const renderJson = (suites: readonly Suite[]): string => {
  const rows = suites.flatMap(({ id: suite, checks }) =>
    checks.map(({ id, level, severity, title, needs }) => ({ id, suite, level, severity, title, needs })),
  )
  return `${JSON.stringify(rows, undefined, 2)}\n`
}

const renderList = (suites: readonly Suite[], { color }: Sink): string => {
  const width = Math.max(0, ...suites.flatMap(({ checks }) => checks.map(({ id }) => id.length)))
  const bold = (text: string) => (color ? `\x1b[1m${text}\x1b[22m` : text)
  const blocks = suites.map(({ id, title, checks }) => {
    const rows = checks.map(
      (check) => `  ${check.id.padEnd(width)}  ${check.level.padEnd(8)}  ${check.severity.padEnd(8)}  ${check.title}`,
    )
    return [`${bold(id)}  ${title}`, ...rows, ''].join('\n')
  })
  return `${blocks.join('\n')}\nThe server …, as each title says. conformance explain <id> tells more.\n`
}
