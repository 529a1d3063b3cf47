import { html } from 'hono/html'
import type { Measurement } from '../../../model/measurement.ts'
import { inUnit } from '../../../timing/duration-unit.ts'
import { extentOf } from '../histogram.ts'
import { axisOver, durationTicks } from './axis.ts'
import type { Panel } from './durations-panel.ts'
import {
  type Frame,
  frameDrawing,
  frameFoot,
  type LegendRow,
  legend,
  legendRowHeight,
  shortened,
  span,
} from './frame.ts'

const height = 110

/** Letters of the name of a group that fit on one side of zero. */
const roomForGroup = 30

/** How much longer the right group took in each block, with zero and the interval. */
export function differencesPanel({ groups, first, histograms: { differences } }: Measurement, top: number): Panel {
  const { interval } = first
  const shown = [...(extentOf(differences) ?? []), 0, ...(interval ?? [])]
  const x = axisOver(shown, span)
  const { unit, ticks } = durationTicks(x, 6)
  const found = interval && `[${inUnit(interval[0], unit, 'down')}, ${inUnit(interval[1], unit, 'up')}] at 99 %`
  const band = `the difference: ${inUnit(first.difference, unit)} ${unit.name} ${found}`
  const rows: readonly LegendRow[] = [
    ...(found === undefined ? [] : [{ mark: 'band', text: band } as const]),
    { mark: 'zero', text: 'no difference' },
  ]
  const frameTop = top + rows.length * legendRowHeight + 42
  const bottom = frameTop + height
  const frame: Frame = { x, y: axisOver([0, ...differences.counts], [bottom, frameTop]), top: frameTop, bottom }
  const { from, width, counts } = differences
  const bars = counts.map((count, index) => {
    const [start, end] = [x.place(from + index * width), x.place(from + (index + 1) * width)]
    const above = frame.y.place(count)
    // At least one unit wide, with a gap where there is room for it.
    const wide = Math.max(1, end - start - (end - start > 4 ? 1 : 0))
    return count > 0 && html`<rect x="${start}" y="${above}" width="${wide}" height="${bottom - above}"/>`
  })
  const beyond = (counts.at(0) ?? 0) + (counts.at(-1) ?? 0) > 0
  const label = `difference in one block, ${unit.name}${beyond ? '; the outermost bins hold all beyond them' : ''}`
  const [left, right] = span
  return {
    drawing: html`${legend(rows, top)}
<text class="tick" x="${left}" y="${frameTop - 22}">← “${shortened(groups.left, roomForGroup)}” takes longer</text>
<text class="tick end" x="${right}" y="${frameTop - 22}">“${shortened(groups.right, roomForGroup)}” takes longer →</text>
${frameDrawing(frame, ticks, label)}
<g class="bars">${bars}</g>
${
  interval &&
  html`<rect class="band" x="${x.place(interval[0])}" y="${frameTop - 6}" width="${Math.max(1, x.place(interval[1]) - x.place(interval[0]))}" height="${height + 6}"/>
<line class="estimate" x1="${x.place(first.difference)}" x2="${x.place(first.difference)}" y1="${frameTop - 6}" y2="${bottom}"/>`
}
<line class="zero" x1="${x.place(0)}" x2="${x.place(0)}" y1="${frameTop - 10}" y2="${bottom}"/>`,
    bottom: bottom + frameFoot,
  }
}
