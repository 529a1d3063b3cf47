import { html } from 'hono/html'
import { type CardModel, cardPage, hiddenFields } from './card.ts'
import type { Html } from './document.ts'

export interface RequestedScope {
  readonly name: string
  /** What it allows the client to do, as a sentence without a full stop. */
  readonly about?: string
}

export interface ConsentModel extends CardModel {
  readonly client: string
  readonly user: string
  readonly scopes: readonly RequestedScope[]
  /** Resource servers that the token is for (RFC 8707). */
  readonly resources?: readonly string[]
  readonly action: string
  readonly interaction: string
  readonly csrf: string
}

/**
 * The page on which the user allows or denies access. Its form sends `interaction`, `csrf`, a `granted_scope` for each
 * checked scope, and `allow` or `deny`.
 */
export const consentPage = (model: ConsentModel): string => {
  const { client, user, scopes, resources = [], action, interaction, csrf } = model
  return cardPage(model, {
    title: 'Allow access',
    main: html`<h1>Allow <strong>${client}</strong>?</h1>
<p class="lead">You are signed in as <strong>${user}</strong></p>
<form method="post" action="${action}">${hiddenFields({ interaction, csrf })}
${decisionFields(scopes, resources)}
</form>`,
  })
}

/** The fields of a form that allows or denies access: the scopes, the resources and two buttons. */
export const decisionFields = (scopes: readonly RequestedScope[], resources: readonly string[]): Html =>
  html`${scopeCheckboxes(scopes)}
${resourceList(resources)}
<div class="row">
<button class="primary" name="allow" value="1" autofocus>Allow</button>
<button name="deny" value="1">Deny</button>
</div>`

const scopeCheckboxes = (scopes: readonly RequestedScope[]): Html =>
  scopes.length === 0
    ? html`<p class="quiet">It requests no scopes.</p>`
    : html`<fieldset>
<legend>It requests</legend>
${scopes.map(
  ({ name, about }, index) => html`<div class="scope">
<input type="checkbox" id="scope-${index}" name="granted_scope" value="${name}" checked${name === 'openid' && html` disabled`}>
<label for="scope-${index}"><code>${name}</code> ${about !== undefined && html`<span class="quiet">${about}</span>`}</label>
</div>`,
)}
</fieldset>`

const resourceList = (resources: readonly string[]): Html | false =>
  resources.length > 0 &&
  html`<p class="quiet label">For</p>
<ul class="plain-list">${resources.map((resource) => html`<li><code>${resource}</code></li>`)}</ul>`
