import { html } from 'hono/html'

/** A part of a page. Values in it are escaped. */
export type Html = ReturnType<typeof html>

export interface DocumentModel {
  /** The path of the issuer, without a trailing slash. The assets are below it. */
  readonly base: string
  readonly title: string
  /** The names of assets. */
  readonly styles: readonly string[]
  readonly scripts?: readonly string[]
  readonly body: Html
}

/** A complete HTML document. It has no inline scripts and styles, so that its content security policy can be strict. */
export const htmlDocument = ({ base, title, styles, scripts = [], body }: DocumentModel): string =>
  String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="${base}/_assets/icon.svg">
${styles.map((name) => html`<link rel="stylesheet" href="${base}/_assets/${name}">`)}
${scripts.map((name) => html`<script type="module" src="${base}/_assets/${name}"></script>`)}
</head>
<body>
${body}
</body>
</html>
`)
