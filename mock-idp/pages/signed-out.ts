import { html } from 'hono/html'
import { type CardModel, cardPage, hiddenFields } from './card.ts'

export interface SignedOutModel extends CardModel {
  /** Asks first. Sends the fields, among them what shows that the form is from this page. */
  readonly confirm?: {
    readonly action: string
    readonly fields: Readonly<Record<string, string>>
    readonly user?: string
    readonly client?: string
  }
  /** Clients that were told (OpenID Connect Back-Channel Logout 1.0). */
  readonly loggedOut?: readonly string[]
  /** Where the user can go on. */
  readonly returnTo?: string
}

/** The pages of RP-Initiated Logout 1.0: "do you want to?" (§2), and "you are signed out". */
export const signedOutPage = (model: SignedOutModel): string => {
  const { confirm, loggedOut = [], returnTo } = model
  if (confirm) {
    const { action, fields, user, client } = confirm
    return cardPage(model, {
      title: 'Sign out',
      main: html`<h1>Sign out?</h1>
${user !== undefined && html`<p class="lead">You are signed in as <strong>${user}</strong></p>`}
${client !== undefined && html`<p class="quiet">${client} asks for it.</p>`}
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
  html`<p class="quiet label">Also told</p>
<ul class="plain-list">${loggedOut.map((client) => html`<li>${client}</li>`)}</ul>`
}
${isWebAddress(returnTo) && html`<p><a class="button" href="${returnTo}">Go back to the application</a></p>`}`,
  })
}

const isWebAddress = (uri: string | undefined): uri is string => /^https?:$/.test(URL.parse(uri ?? '')?.protocol ?? '')
