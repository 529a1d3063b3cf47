import { html } from 'hono/html'
import { type CardModel, cardPage } from './card.ts'

export interface ErrorModel extends CardModel {
  readonly status: number
  /** Such as `invalid_request` (RFC 6749 §4.1.2.1). */
  readonly code: string
  readonly description: string
  /** What to do next. */
  readonly hint?: string
}

/** Shows an error that must not, or cannot, be sent to the client. */
export const errorPage = (model: ErrorModel): string => {
  const { status, code, description, hint } = model
  return cardPage(model, {
    title: 'Error',
    main: html`<p class="mark bad" aria-hidden="true">!</p>
<h1>${status < 500 ? 'This request was rejected' : 'Internal error'}</h1>
<p class="lead">${description}</p>
${hint !== undefined && html`<p>${hint}</p>`}
<dl class="facts"><dt>Status</dt><dd><code>${status}</code></dd><dt>Error</dt><dd><code>${code}</code></dd></dl>
<p class="quiet">The journal has the request and the reason: see the <a href="${model.base}/#journal">dashboard</a>.</p>`,
  })
}
