import { html } from 'hono/html'
import { type CardModel, cardPage, hiddenFields } from './card.ts'
import type { Html } from './document.ts'

export interface SignInModel extends CardModel {
  readonly clientName: string
  readonly scopes: readonly string[]
  readonly users: readonly { readonly sub: string; readonly name?: string; readonly email?: string }[]
  /** The URL that the forms are sent to. */
  readonly action: string
  readonly interaction: string
  readonly csrf: string
  /** Whether the page asks for a user name and a password, instead of a choice. */
  readonly passwords?: boolean
  /** What was wrong with the last input, which is in `typed`. */
  readonly error?: string
  readonly typed?: { readonly sub?: string; readonly claims?: string; readonly username?: string }
  readonly loginHint?: string
}

/**
 * The page on which a user is chosen. Its forms send `interaction`, `csrf`, and one of: `user` (a sub), `sub` with `claims`
 * (JSON), `username` with `password`, `cancel`.
 */
export const signInPage = (model: SignInModel): string => {
  const { clientName, scopes, passwords = false } = model
  return cardPage(model, {
    title: 'Sign in',
    scripts: ['page.js'],
    main: html`<h1>Sign in</h1>
<p class="lead">to <strong>${clientName}</strong></p>
${scopes.length > 0 && html`<p class="chips"><span class="quiet">It requests</span> ${scopes.map((scope) => html`<code>${scope}</code> `)}</p>`}
${passwords ? passwordForm(model) : choice(model)}
${form(model, html`<button class="plain" name="cancel" value="1">Cancel</button>`)}`,
  })
}

const form = ({ action, interaction, csrf }: SignInModel, fields: Html): Html =>
  html`<form method="post" action="${action}">${hiddenFields({ interaction, csrf })}
${fields}
</form>`

const choice = (model: SignInModel): Html => {
  const { users, loginHint, error, typed } = model
  const first = users.find(({ sub, email }) => loginHint !== undefined && [sub, email].includes(loginHint)) ?? users[0]
  const buttons = users.map(
    ({
      sub,
      name,
      email,
    }) => html`<li><button class="user" name="user" value="${sub}"${sub === first?.sub && !typed && html` autofocus`}>
<span class="avatar" aria-hidden="true">${(name ?? sub).trim().slice(0, 1).toUpperCase() || '?'}</span>
<span class="who"><span class="name">${name ?? sub}</span> <span class="quiet">${[name === undefined ? undefined : sub, email].filter(Boolean).join(' · ')}</span></span>
</button></li>`,
  )
  return html`${error !== undefined && !typed && alert(error)}
${users.length > 0 && form(model, html`<ul class="users" data-arrows aria-label="Users">${buttons}</ul>`)}
<details class="other"${(typed || users.length === 0) && html` open`}>
<summary>Someone else</summary>
${form(model, someoneElse(model))}
</details>`
}

const someoneElse = ({ typed, error, loginHint, users }: SignInModel): Html => {
  const sub = typed?.sub ?? (users.some((user) => user.sub === loginHint) ? '' : (loginHint ?? ''))
  const wrong = typed && error !== undefined ? (typed.sub?.trim() ? 'claims' : 'sub') : undefined
  return html`<label for="sub">Subject</label>
<input id="sub" name="sub" value="${sub}" required autocomplete="off" autocapitalize="none" spellcheck="false"${described(wrong === 'sub')}>
${wrong === 'sub' && problem(error)}
<label for="claims">Claims, as JSON</label>
<textarea id="claims" name="claims" rows="4" autocomplete="off" spellcheck="false" aria-describedby="claims-hint${wrong === 'claims' && ' problem'}"${wrong === 'claims' && html` aria-invalid="true" autofocus`}>
${typed?.claims ?? '{}'}</textarea>
${wrong === 'claims' && problem(error)}
<p class="hint" id="claims-hint">Such as <code>{"name": "Ada", "groups": ["admin"]}</code></p>
<button class="primary">Sign in</button>`
}

const passwordForm = (model: SignInModel): Html => {
  const { typed, loginHint, error } = model
  const username = typed?.username ?? loginHint ?? ''
  return form(
    model,
    html`<label for="username">User</label>
<input id="username" name="username" value="${username}" required autocomplete="username" autocapitalize="none" spellcheck="false"${username === '' && html` autofocus`}>
<label for="password">Password</label>
<input id="password" name="password" type="password" required autocomplete="current-password"${username !== '' && html` autofocus`}${error !== undefined && html` aria-invalid="true" aria-describedby="problem"`}>
${error !== undefined && problem(error)}
<button class="primary">Sign in</button>`,
  )
}

const described = (wrong: boolean) => wrong && html` aria-invalid="true" aria-describedby="problem" autofocus`

const problem = (error: string | undefined): Html => html`<p class="problem" id="problem" role="alert">${error}</p>`

const alert = (error: string): Html => html`<p class="problem" role="alert">${error}</p>`
