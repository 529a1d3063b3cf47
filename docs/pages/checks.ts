import type { Suite } from '../../harness/model/check.ts'
import { checkSection } from './check.ts'
import { anchorOf, code, link, page, plain, table } from './markdown.ts'
import { shownTokens } from './sends.ts'

const legend = `In the tables ${code(shownTokens.valid)} stands for the valid token and ${code(shownTokens.unknown)} for one
that was never issued; bytes outside printable ASCII are written as ${code('\\xNN')}, and ⏎ separates the parts of a request. JSON is
how a token of our issuer differs from the valid one. ${code('conformance explain <id> --all')} shows every request whole.`

/** The page of a suite, with all its checks. */
export async function suitePage({ id, title, about, checks }: Suite): Promise<string> {
  const sections = await Promise.all(checks.map(checkSection))
  return page(`suites/${id}/`, plain(title), [plain(about), legend, ...sections])
}

/** The link from an id to its place on a page. */
export const checkLink = (id: string, folder = ''): string => {
  const [suite = ''] = id.split('/')
  return link(code(id), `${folder}${suite}.md${anchorOf(id)}`)
}

/** The index of all checks. */
export function checksPage(suites: readonly Suite[]): string {
  const count = suites.flatMap(({ checks }) => checks).length
  const blocks = suites.map(({ id, title, checks }) => {
    const rows = checks.map((check) => [checkLink(check.id), check.level, check.severity, plain(check.title)])
    return `## ${link(plain(title), `${id}.md`)}\n\n${table(['id', 'level', 'severity', 'the server'], rows)}`
  })
  return page('suites/', 'Checks', [`${count} checks in ${suites.length} suites.`, ...blocks])
}
