import { html } from 'hono/html'
import type { Histogram, Measurement } from '../../../model/measurement.ts'
import { extentOf } from '../histogram.ts'
import { axisOver, durationTicks } from './axis.ts'
import { type Drawing, type Frame, frameDrawing, frameFoot, legend, legendRowHeight, span } from './frame.ts'

/** A panel, and where it ends. */
export interface Panel {
  readonly drawing: Drawing
  readonly bottom: number
}

const height = 130

/** Durations of the requests of both groups, one over the other. */
export function durationsPanel({ groups, histograms: { left, right } }: Measurement, top: number): Panel {
  const frameTop = top + 2 * legendRowHeight + 24
  const bottom = frameTop + height
  const extents = [extentOf(left), extentOf(right)].flatMap((extent) => extent ?? [])
  const frame: Frame = {
    x: axisOver(extents.length === 0 ? [0] : extents, span),
    y: axisOver([0, ...left.counts, ...right.counts], [bottom, frameTop]),
    top: frameTop,
    bottom,
  }
  const { unit, ticks } = durationTicks(frame.x, 6)
  const more = [left, right].some(({ counts }) => (counts.at(-1) ?? 0) > 0)
  const label = `duration of a request, ${unit.name}${more ? '; the last bin holds all longer ones' : ''}`
  const rows = [
    { mark: 'left', text: groups.left },
    { mark: 'right', text: groups.right },
  ] as const
  return {
    drawing: html`${legend(rows, top)}
${frameDrawing(frame, ticks, label)}
<path class="left" d="${outline(left, frame)}"/>
<path class="right" d="${outline(right, frame)}"/>`,
    bottom: bottom + frameFoot,
  }
}

/** The outline of the bins that are not empty. */
function outline(histogram: Histogram, { x, y, bottom }: Frame): string {
  const extent = extentOf(histogram)
  if (!extent) return ''
  const { from, width, counts } = histogram
  const steps = counts.flatMap((count, index) => {
    const [start, end] = [from + index * width, from + (index + 1) * width]
    return end <= extent[0] || start >= extent[1] ? [] : [`V${y.place(count)}H${x.place(end)}`]
  })
  return `M${x.place(extent[0])} ${bottom}${steps.join('')}V${bottom}Z`
}
