import { html } from 'hono/html'
import type { ReportedFinding, Results } from '../../model/results.ts'
import type { Cause } from '../groups/groups.ts'
import { aboutCause, fixesOf, vectorCount } from '../groups/words.ts'
import { outcomeOf } from '../outcome.ts'
import { type Context, repeatLine } from '../repeat.ts'
import type { Html } from './document.ts'
import { findingArticle } from './finding.ts'
import { verdictMark } from './tally.ts'
import { vectorDetails } from './vector.ts'

type ReportedCause = Cause<ReportedFinding>

const anchor = (index: number): string => `cause-${index + 1}`

/** What the run came to, and its causes: each a link to its details. */
export const outcomeSection = (results: Results, causes: readonly ReportedCause[]): Html => {
  const { word, causes: counts, caution } = outcomeOf(results, causes)
  const verdict = word === 'PASSED' ? 'pass' : word === 'LITTLE PROVEN' ? 'warn' : 'fail'
  return html`<p class="outcome-line">${verdictMark(verdict, word)} <strong>${counts}</strong></p>
${caution !== undefined && html`<p class="caution">${caution}</p>`}
${
  causes.length > 0 &&
  html`<ol class="causes">
${causes.map(({ text, findings }, index) => {
  const [{ verdict, severity }, ...others] = findings
  return html`<li>${verdictMark(verdict, verdict)} <span class="quiet">${severity}</span> <a href="#${anchor(index)}">${text}</a>${others.length > 0 && html` <span class="quiet">${findings.length} findings</span>`}</li>
`
})}</ol>`
}`
}

/** A cause in full: one finding, or all that share it and the first answer that shows it. */
export const causeArticle = (cause: ReportedCause, index: number, context: Context): Html => {
  const [worst, ...others] = cause.findings
  if (others.length === 0) return findingArticle(worst, context, anchor(index))
  const [first] = worst.vectors.filter(({ verdict }) => verdict === worst.verdict)
  return html`<article class="finding" id="${anchor(index)}">
<h3>${verdictMark(worst.verdict, worst.verdict.toUpperCase())} ${cause.text} <span class="quiet">${worst.severity}</span></h3>
<p>${aboutCause(cause)}</p>
<table class="members">
${cause.findings.map(
  ({ id, verdict, vectors }) =>
    html`<tr><th scope="row"><code>${id}</code></th><td>${verdict !== worst.verdict && html`${verdictMark(verdict, verdict)} `}${vectors.length > 0 && html`${vectorCount(vectors)}: ${[...new Set(vectors.map(({ vector }) => vector))].join(' · ')}`}</td></tr>
`,
)}</table>
${
  first &&
  html`<p class="quiet">For example <code>${worst.id}</code></p>
${vectorDetails(first, { open: true, repeat: repeatLine(worst, first, context) })}`
}
${fixesOf(cause).map((fix) => html`<p class="fix"><strong>Fix</strong> ${fix}</p>`)}
</article>
`
}
