import type { System } from '../../harness/model/system.ts'
import { checkSection } from './check.ts'
import { code, page, plain, table } from './markdown.ts'

const intro = `Each of these systems has a public document that promises something about its authentication. ${code('--system NAME')}
takes settings from it that flags and file leave out, and checks its promises besides the suites. The report keeps two
opinions apart: what the specifications say, and what the document promises. A rule of a specification that the document does
not promise is reported like any other, but does not lead to exit code 1 unless ${code('--strict')} is given.`

/** The documented systems, with every promise that is checked. */
export async function systemsPage(systems: readonly System[]): Promise<string> {
  const rows = systems.map(({ id, about, path }) => [code(id), plain(about), code(path)])
  const sections = await Promise.all(
    systems.map(async (system) => {
      const { suite, doesNotPromise } = system
      const less = Object.entries(doesNotPromise).map(([id, reason]) => [code(id), plain(reason)])
      const promises = await Promise.all(suite.checks.map((check) => checkSection(check, system)))
      return [
        `# ${plain(suite.title)}`,
        plain(suite.about),
        ...(less.length > 0 ? [`It does not promise:\n\n${table(['rule', 'because'], less)}`] : []),
        ...promises,
      ].join('\n\n')
    }),
  )
  return page('suites/systems/', 'Documented systems', [
    intro,
    table(['system', 'what', 'resource'], rows),
    ...sections,
  ])
}
