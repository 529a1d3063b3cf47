import { allSuites, systemsOf } from '../catalog.ts'
import type { Declaration } from '../declaration.ts'
import { suiteOption } from '../suites/suite-option.ts'
import { renderJson, renderList, renderSystems } from './render.ts'

interface ListFlags {
  readonly json?: boolean
  readonly suite?: readonly string[]
}

/** `conformance list`: every check, without running any. */
export function declareList({ command, io, catalog, asAction }: Declaration): void {
  command
    .option('--json', 'for other programs')
    .addOption(suiteOption())
    .action(
      asAction(async ({ json = false, suite }: ListFlags) => {
        const suites = await allSuites(catalog, suite, io.cwd)
        const { stdout } = io
        if (json) stdout.write(renderJson(suites))
        else stdout.write(renderList(suites, stdout) + renderSystems(await systemsOf(catalog)))
        return 0
      }),
    )
}
