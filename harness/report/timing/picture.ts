import { html, raw } from 'hono/html'
import type { Measurement } from '../../model/measurement.ts'
import { describeMeasurement } from '../../timing/words.ts'
import { differencesPanel } from './picture/differences-panel.ts'
import { durationsPanel } from './picture/durations-panel.ts'
import { width } from './picture/frame.ts'
import { pictureStyle } from './picture/style.ts'

const lineHeight = 19
/** Letters that fit on a line. */
const letters = 66

/**
 * The picture of a measurement, as SVG that can stand alone or inside a page: the durations of both groups of requests, and
 * below them the differences of the blocks, with zero and the interval. Readable on light and dark grounds.
 */
export function timingPicture(measurement: Measurement): string {
  const { groups, first, confirmation, requests, pipelined, seconds } = measurement
  const words = describeMeasurement(measurement)
  const lines = wrapped(words)
  const durations = durationsPanel(measurement, 16 + lines.length * lineHeight)
  const differences = differencesPanel(measurement, durations.bottom + 8)
  const blocks = first.blocks + (confirmation?.blocks ?? 0)
  const effort = [
    `${grouped(blocks)} blocks`,
    `${grouped(requests)} requests`,
    ...(pipelined > 1 ? [`${pipelined} written at once`] : []),
    `${seconds.toFixed(1)} s`,
  ].join(', ')
  const height = differences.bottom + 26
  return String(html`<svg xmlns="http://www.w3.org/2000/svg" class="timing-picture" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>${words}</title>
<desc>Above, how long requests took: “${groups.left}” and “${groups.right}”. Below, how much longer the latter took in each block, with the interval in which the difference lies. ${effort}.</desc>
<style>${raw(pictureStyle)}</style>
<rect class="ground" width="${width}" height="${height}" rx="8"/>
${lines.map((line, index) => html`<text class="words" x="20" y="${26 + index * lineHeight}">${line}</text>`)}
${durations.drawing}
${differences.drawing}
<text class="tick" x="20" y="${height - 12}">${effort}</text>
</svg>
`)
}

/** `412800` as `412,800`. */
const grouped = (count: number): string => count.toLocaleString('en')

/** Lines of whole words. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = [...lines.slice(-1), word].join(' ')
    if (lines.length > 0 && longer.length <= letters) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
