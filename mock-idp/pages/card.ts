import { html } from 'hono/html'
import { type Html, htmlDocument } from './document.ts'
import { mark } from './icon.ts'

/** What every page with a card shows. */
export interface CardModel {
  /** The path of the issuer, without a trailing slash. */
  readonly base: string
  readonly issuer: string
}

export interface CardContent {
  readonly title: string
  readonly main: Html
  readonly scripts?: readonly string[]
}

/** A page with one card: sign-in, consent, device, error, signed out. */
export const cardPage = ({ base, issuer }: CardModel, { title, main, scripts = [] }: CardContent): string =>
  htmlDocument({
    base,
    title: `${title} · Mock IdP`,
    styles: ['page.css'],
    scripts,
    body: html`<main class="card">
<p class="masthead"><span class="brand">${mark} Mock IdP</span> <span class="tag">Test only</span></p>
${main}
</main>
<footer>
<p class="issuer">${issuer}</p>
<p>A mock identity provider: real signatures, no security.</p>
</footer>`,
  })

/** Hidden input fields. */
export const hiddenFields = (fields: Readonly<Record<string, string>>): Html =>
  html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`
