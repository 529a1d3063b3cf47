import { html } from 'hono/html'
import type { Finding } from '../../model/finding.ts'
import { byReason } from '../tally.ts'
import type { Html } from './document.ts'

/** Findings behind one line, by their names and rules. */
const folded = (summary: string, findings: readonly Finding[]): Html =>
  html`<details class="folded">
<summary>${summary}</summary>
<ul>
${findings.map(
  ({ id, title }) => html`<li><code>${id}</code> ${title}</li>
`,
)}</ul>
</details>
`

/** All that passed. */
export const passedSection = (findings: readonly Finding[]): Html | false => {
  const passed = findings.filter(({ verdict }) => verdict === 'pass')
  return (
    passed.length > 0 &&
    html`<section>
<h2>Passed</h2>
${folded(`${passed.length} passed`, passed)}
</section>`
  )
}

/** What was skipped: one line, behind it the reasons, behind each of them its checks. */
export const skippedSection = (findings: readonly Finding[]): Html | false => {
  const reasons = byReason(findings)
  return (
    reasons.size > 0 &&
    html`<section>
<details class="skipped">
<summary>${findings.filter(({ verdict }) => verdict === 'skip').length} skipped, for ${reasons.size === 1 ? 'one reason' : `${reasons.size} reasons`}</summary>
${[...reasons].map(([reason, members]) => folded(`${reason} (${members.length})`, members))}
</details>
</section>`
  )
}
