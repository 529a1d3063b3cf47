import { html } from 'hono/html'
import { type CardModel, cardPage, hiddenFields } from './card.ts'

export interface SignedOutModel extends CardModel {
  /** Asks for confirmation. The form sends the fields, with a value that proves that the form is from this page. */
  readonly confirm?: {
    readonly action: string
    readonly fields: Readonly<Record<string, string>>
    readonly user?: string
    readonly client?: string
  }
  /** Clients that were notified (OpenID Connect Back-Channel Logout 1.0). */
  readonly loggedOut?: readonly string[]
  /** A link back to the application. */
  readonly returnTo?: string
}

/** The pages of RP-Initiated Logout 1.0: the confirmation (§2) and the result. */
export const signedOutPage = (model: SignedOutModel): string => {
  const { confirm, loggedOut = [], returnTo } = model
  if (confirm) {
    const { action, fields, user, client } = confirm
    return cardPage(model, {
      title: 'Sign out',
      main: html`<h1>Sign out?</h1>
${user !== undefined && html`<p class="lead">You are signed in as <strong>${user}</strong></p>`}
${client !== undefined && html`<p class="quiet">${client} requests it.</p>`}
<form method="post" action="${action}">${hiddenFields(fields)}
<div class="row">
<button class="primary" autofocus>Sign out</button>
<a class="button" href="${model.base}/">Stay signed in</a>
</div>
</form>`,
    })
  }
  return cardPage(model, {
    title: 'Signed out',
    main: html`<p class="mark good" aria-hidden="true">✓</p>
<h1>You are signed out</h1>
${
  loggedOut.length > 0 &&
  html`<p class="quiet label">These applications were notified</p>
<ul class="plain-list">${loggedOut.map((client) => html`<li>${client}</li>`)}</ul>`
}
${isWebAddress(returnTo) && html`<p><a class="button" href="${returnTo}">Go back to the application</a></p>`}`,
  })
}

const isWebAddress = (uri: string | undefined): uri is string => /^https?:$/.test(URL.parse(uri ?? '')?.protocol ?? '')
