import { html } from 'hono/html'
import type { Axis, Tick } from './axis.ts'
import { ticksOf } from './axis.ts'

/** A part of a picture. All that is put into it is escaped. */
export type Drawing = ReturnType<typeof html>

/** The whole picture is as wide as this, in user units. */
export const width = 640

/** Where values are drawn, from left to right. */
export const span: readonly [number, number] = [48, width - 20]

/** A row of a legend, by the class of its mark. */
export interface LegendRow {
  readonly mark: 'left' | 'right' | 'bars' | 'band' | 'zero'
  readonly text: string
}

export const legendRowHeight = 18

/** Letters that fit next to a mark. */
const roomForLegend = 72

/** A text, or its beginning where it has more letters than fit. */
export const shortened = (text: string, room: number): string =>
  text.length > room ? `${text.slice(0, room - 1)}…` : text

/** Rows of marks with their meaning, from a height on. */
export const legend = (rows: readonly LegendRow[], top: number): Drawing => {
  const row = ({ mark, text }: LegendRow, index: number) => {
    const middle = top + index * legendRowHeight + legendRowHeight / 2
    const sign =
      mark === 'zero'
        ? html`<line class="zero" x1="${span[0] + 8}" x2="${span[0] + 8}" y1="${middle - 6}" y2="${middle + 6}"/>`
        : html`<rect class="${mark}" x="${span[0]}" y="${middle - 5}" width="16" height="10"/>`
    return html`${sign}<text x="${span[0] + 24}" y="${middle + 4}">${shortened(text, roomForLegend)}</text>`
  }
  return html`${rows.map(row)}`
}

/** Where a panel draws, and the axes of it. */
export interface Frame {
  readonly x: Axis
  /** Of counts: from zero at the bottom. */
  readonly y: Axis
  readonly top: number
  readonly bottom: number
}

/** The height of the text below a frame: ticks, and the label of the axis. */
export const frameFoot = 38

/** The axes and grid of a panel, drawn behind its data. */
export function frameDrawing({ x, y, top, bottom }: Frame, ticks: readonly Tick[], label: string): Drawing {
  const [left, right] = span
  // Counts are integers.
  const counts = ticksOf(y, 3).filter(({ value }) => value > 0 && Number.isInteger(value))
  return html`<text class="tick end" x="${left - 6}" y="${top - 8}">count</text>
${counts.map(
  ({ value, text }) =>
    html`<line class="grid" x1="${left}" x2="${right}" y1="${y.place(value)}" y2="${y.place(value)}"/><text class="tick end" x="${left - 6}" y="${y.place(value) + 4}">${text}</text>`,
)}
<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
${ticks.map(
  ({ value, text }) =>
    html`<line class="axis" x1="${x.place(value)}" x2="${x.place(value)}" y1="${bottom}" y2="${bottom + 4}"/><text class="tick middle" x="${x.place(value)}" y="${bottom + 16}">${text}</text>`,
)}
<text class="quiet middle" x="${(left + right) / 2}" y="${bottom + 33}">${label}</text>`
}
