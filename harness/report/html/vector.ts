import { html, raw } from 'hono/html'
import type { Exchange } from '../../model/exchange.ts'
import type { VectorOutcome } from '../../model/finding.ts'
import { describeMeasurement } from '../../timing/words.ts'
import { exchangeLines } from '../exchange-lines.ts'
import { timingPicture } from '../timing/picture.ts'
import type { Html } from './document.ts'

/** Exchanges of a vector that are shown, the last ones. */
const exchangesShown = 20

export interface VectorView {
  /** Whether it is shown unfolded. */
  readonly open: boolean
  /** The command that tries it again; absent where nothing was broken. */
  readonly repeat?: string
}

/** One vector: what was expected, received, measured and sent. */
export const vectorDetails = (outcome: VectorOutcome, { open, repeat }: VectorView): Html => {
  const { vector, verdict, expected, received, notes = [], exchanges, measurement } = outcome
  const words = measurement && describeMeasurement(measurement)
  const row = (term: string, text: string | undefined) => text !== undefined && html`<dt>${term}</dt><dd>${text}</dd>`
  return html`<details class="vector"${open && html` open`}>
<summary>[${vector}] ${verdict}</summary>
<dl class="facts outcome">
${row('Expected', expected.join('; '))}
${row('Received', received)}
${words !== received && row('Measured', words)}
${notes.filter((note) => note !== words).map((note) => row('Note', note))}
${repeat !== undefined && html`<dt>Repeat</dt><dd><code>${repeat}</code></dd>`}
</dl>
${measurement && raw(timingPicture(measurement))}
${exchanges.length > 0 && exchangeDetails(exchanges)}
</details>`
}

const exchangeDetails = (exchanges: readonly Exchange[]): Html => {
  const shown = exchanges.slice(-exchangesShown)
  const earlier = exchanges.length - shown.length
  return html`<details class="exchanges">
<summary>${exchanges.length === 1 ? 'The exchange' : `${exchanges.length} exchanges`}</summary>
${earlier > 0 && html`<p class="quiet">${earlier} earlier ones are in results.json.</p>`}
${shown.map((exchange) => html`<pre><code>${exchangeLines(exchange).join('\n')}</code></pre>`)}
</details>`
}
