import type { System } from '../../harness/model/system.ts'
import { checkSection } from './check.ts'
import { code, page, plain, table } from './markdown.ts'

const intro = `Each system has a document that promises something of its authentication. ${code('--system NAME')} takes from it
what flags and file leave out, and checks its promises besides the suites. The report tells the two opinions apart: what the
specifications say, and what the document promises. A rule of a specification that the document does not promise is reported
as any other, but leads to no exit code 1 unless ${code('--strict')} is given.`

/** The configurations, with every promise that they check. */
export async function profilesPage(systems: readonly System[]): Promise<string> {
  const rows = systems.map(({ id, about, path }) => [code(id), plain(about), code(path)])
  const sections = await Promise.all(
    systems.map(async ({ suite, doesNotPromise }) => {
      const less = Object.entries(doesNotPromise).map(([id, reason]) => [code(id), plain(reason)])
      const promises = await Promise.all(suite.checks.map(checkSection))
      return [
        `# ${plain(suite.title)}`,
        plain(suite.about),
        ...(less.length > 0 ? [`It does not promise:\n\n${table(['rule', 'because'], less)}`] : []),
        ...promises,
      ].join('\n\n')
    }),
  )
  return page('suites/documented/', 'Profiles of documented systems', [
    intro,
    table(['profile', 'what', 'resource'], rows),
    ...sections,
  ])
}
