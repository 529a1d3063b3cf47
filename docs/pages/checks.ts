import type { Suite } from '../../harness/model/check.ts'
import { checkSection } from './check.ts'
import { isData } from './data.ts'
import { anchorOf, code, link, page, plain, table } from './markdown.ts'
import { shownTokens } from './sends.ts'

const legend = `In the tables ${code(shownTokens.valid)} stands for the valid token and ${code(shownTokens.unknown)} for one
that no issuer issued. Bytes outside printable ASCII are written as ${code('\\xNN')}, and ⏎ separates the parts of a request. JSON is
the difference of a token of the mock issuer from the valid one. ${code('conformance explain <id> --all')} shows every request whole.`

/** The page of a suite, with all its checks. */
export async function suitePage({ id, title, about, checks }: Suite): Promise<string> {
  const sections = await Promise.all(checks.map((check) => checkSection(check)))
  return page(`suites/${id}/`, plain(title), [plain(about), legend, ...sections])
}

/** The way from an id to its place on a page. */
export const checkLink = (id: string, folder = ''): string => {
  const [suite = ''] = id.split('/')
  return link(code(id), `${folder}${suite}.md${anchorOf(id)}`)
}

/** The index of all checks. */
export function checksPage(suites: readonly Suite[]): string {
  const all = suites.flatMap(({ checks }) => checks)
  const data = all.filter(isData).length
  const share = `${data} of them (${Math.round((100 * data) / all.length)} %) are data: all that they send can be printed without running them. The others are programs, and say why.`
  const blocks = suites.map(({ id, title, checks }) => {
    const rows = checks.map((check) => [checkLink(check.id), check.level, check.severity, plain(check.title)])
    return `## ${link(plain(title), `${id}.md`)}\n\n${table(['id', 'level', 'severity', 'the server'], rows)}`
  })
  return page('suites/', 'Checks', [`${all.length} checks in ${suites.length} suites. ${share}`, ...blocks])
}
