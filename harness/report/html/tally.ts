import { html } from 'hono/html'
import type { Verdict } from '../../model/finding.ts'
import type { Tally } from '../tally.ts'
import type { Html } from './document.ts'

/** A verdict, or a text for it, in its colour. */
export const verdictMark = (verdict: Verdict, text: string): Html =>
  html`<span class="verdict ${verdict}">${text}</span>`

export const tallyMarks = (tally: readonly Tally[]): Html =>
  html`${tally.map(({ verdict, text }) => html`${verdictMark(verdict, text)} `)}`
