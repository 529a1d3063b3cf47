import { html } from 'hono/html'
import type { SpecReference, VectorOutcome } from '../../model/finding.ts'
import type { ReportedFinding } from '../../model/results.ts'
import { type Context, repeatLine } from '../repeat.ts'
import { remarksOf, ruleOf } from '../sentences.ts'
import { measuredOf } from '../timing/lines.ts'
import type { Html } from './document.ts'
import { verdictMark } from './tally.ts'
import { vectorDetails } from './vector.ts'

/** A finding in full: the first that broke it and all that was measured unfolded, the passed vectors only counted. */
export const findingArticle = (finding: ReportedFinding, context: Context, id?: string): Html => {
  const { verdict, vectors, fix } = finding
  const broken = vectors.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')
  const [first, ...others] = broken.toSorted(
    (left, right) => Number(right.verdict === verdict) - Number(left.verdict === verdict),
  )
  const measured = measuredOf(finding).filter((outcome) => outcome !== first)
  const further = others.filter((outcome) => !measured.includes(outcome))
  const passed = vectors.filter((outcome) => outcome.verdict === 'pass' && !measured.includes(outcome)).length
  const detailsOf = (outcome: VectorOutcome, open: boolean) =>
    vectorDetails(outcome, {
      open,
      ...(outcome.verdict !== 'pass' && { repeat: repeatLine(finding, outcome, context) }),
    })
  return html`<article class="finding"${id !== undefined && html` id="${id}"`}>
${findingHead(finding)}
${first && detailsOf(first, true)}
${measured.map((outcome) => detailsOf(outcome, true))}
${
  further.length > 0 &&
  html`<details class="further">
<summary>${further.length === 1 ? 'One further vector' : `${further.length} further vectors`}</summary>
${further.map((outcome) => detailsOf(outcome, further.length === 1))}
</details>`
}
${passed > 0 && html`<p class="quiet">${passed === 1 ? 'One more vector' : `${passed} more vectors`} passed.</p>`}
${fix !== '' && html`<p class="fix"><strong>Fix</strong> ${fix}</p>`}
</article>
`
}

/** A finding that passed and is shown for what was measured. */
export const measuredArticle = (finding: ReportedFinding): Html =>
  html`<article class="finding">
${findingHead(finding)}
${measuredOf(finding).map((outcome) => vectorDetails(outcome, { open: true }))}
</article>
`

const findingHead = (finding: ReportedFinding): Html => {
  const { id, verdict, severity, level, spec } = finding
  return html`<h3>${verdictMark(verdict, verdict.toUpperCase())} <code>${id}</code> <span class="quiet">${severity}, ${level}</span></h3>
<p>${ruleOf(finding)}</p>
${spec.length > 0 && html`<p class="links">${spec.map((reference, index) => html`${index > 0 && ' · '}${specLink(reference)}`)}</p>`}
${remarksOf(finding).map((remark) => html`<p>${remark}</p>`)}`
}

/** A link to a web page; any other address, which a file of results could hold, is only text. */
const specLink = ({ document, section, url = '' }: SpecReference): Html => {
  const name = `${document} ${section}`.trim()
  return /^https?:\/\//i.test(url) ? html`<a href="${url}">${name}</a>` : html`${name} ${url}`
}
