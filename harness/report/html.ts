import { html } from 'hono/html'
import type { Results } from '../model/results.ts'
import { causesOf } from './groups/groups.ts'
import { causeArticle, outcomeSection } from './html/cause.ts'
import { type Html, reportDocument } from './html/document.ts'
import { measuredArticle } from './html/finding.ts'
import { passedSection, skippedSection } from './html/folded.ts'
import { heading, suiteTable } from './html/heading.ts'
import { detailedFindings } from './order.ts'
import { type Context, rerunOf } from './repeat.ts'
import { measuredOf } from './timing/lines.ts'

/**
 * The report as a web page in one file: without script, and without anything that would be loaded. The worst comes
 * first, because a page is read from its top.
 */
export function renderHtml(results: Results): string {
  const { findings, target, stop } = results
  const detailed = detailedFindings(results)
  const measured = findings.filter((finding) => !detailed.includes(finding) && measuredOf(finding).length > 0)
  const causes = causesOf(detailed)
  const context: Context = { target, repeat: (id, vector) => rerunOf(results, id, vector) }
  const section = (title: string, articles: readonly Html[]) =>
    articles.length > 0 &&
    html`<section>
<h2>${title}</h2>
${articles}
</section>`
  return reportDocument(
    `${target.method} ${target.url} · auth-conformance`,
    html`${heading(results, outcomeSection(results, causes))}
${section(
  'Findings',
  causes.map((cause, index) => causeArticle(cause, index, context)),
)}
${section('Measured', measured.map(measuredArticle))}
${!stop && [suiteTable(findings), passedSection(findings), skippedSection(findings)]}`,
  )
}
