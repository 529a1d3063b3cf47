import { html } from 'hono/html'
import { hiddenFields } from './card.ts'
import { htmlDocument } from './document.ts'

export interface FormPostModel {
  /** The path of the issuer, without a trailing slash. */
  readonly base: string
  /** The redirect URI. */
  readonly action: string
  readonly parameters: Readonly<Record<string, string>>
}

/** Sends parameters to the client with a script, or with a button if scripts are off (OAuth 2.0 Form Post Response Mode §2). */
export const formPostPage = ({ base, action, parameters }: FormPostModel): string =>
  htmlDocument({
    base,
    title: 'Going back to the application',
    styles: ['page.css'],
    scripts: ['form-post.js'],
    body: html`<main class="card">
<h1>Going back to the application</h1>
<form method="post" action="${action}">${hiddenFields(parameters)}
<button class="primary">Continue</button>
</form>
</main>`,
  })
