import { html } from 'hono/html'
import { errorTable } from '../../errors.ts'
import type { Results } from '../../model/results.ts'
import { bySuite, opinionsOf, tallyOf, tallyOfFindings } from '../tally.ts'
import type { Html } from './document.ts'
import { tallyMarks } from './tally.ts'

/** The target, and the outcome of the run. */
export const heading = (results: Results, outcome: Html): Html => {
  const { tool, target, startedAt, durationMs, requests, summary, rerun, interrupted, stop, system } = results
  return html`<header>
<p class="tool">${tool.name} ${tool.version}</p>
<h1>${target.method} ${target.url}</h1>
<p class="quiet break"><code>${target.channel} ‹${target.credential}›</code></p>
${interrupted && html`<p class="notice">Interrupted: what follows is what was known by then.</p>`}
${
  stop
    ? html`<p class="notice"><strong>Not tested.</strong> ${stop.code}: ${errorTable[stop.code].about} ${stop.message} ${stop.next}</p>`
    : html`${outcome}
<p class="tally">${tallyMarks(tallyOf((verdict) => summary[verdict]))}</p>`
}
${system && !stop && opinions(results)}
<dl class="facts">
<dt>Started</dt><dd>${startedAt}</dd>
<dt>Took</dt><dd>${(durationMs / 1000).toFixed(1)} s, ${summary.vectors} vectors, ${requests} requests</dd>
<dt>Repeat</dt><dd><code>${rerun}</code></dd>
</dl>
</header>`
}

const opinions = (results: Results): Html => {
  const { spec, documented, allowed } = opinionsOf(results)
  return html`<dl class="facts">
<dt>Specifications</dt><dd>${tallyMarks(tallyOfFindings(spec))}${allowed}</dd>
<dt>Documented</dt><dd>${tallyMarks(tallyOfFindings(documented))}${results.system?.about}</dd>
</dl>`
}

/** The outcome of each suite. */
export const suiteTable = (findings: Results['findings']): Html =>
  html`<section>
<h2>Suites</h2>
<table>
${[...bySuite(findings)].map(
  ([suite, members]) =>
    html`<tr><th scope="row">${suite}</th><td>${tallyMarks(tallyOfFindings(members))}</td></tr>
`,
)}
</table>
</section>`
