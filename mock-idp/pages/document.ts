import { html } from 'hono/html'

/** A part of a page. All that is put into it is escaped. */
export type Html = ReturnType<typeof html>

export interface DocumentModel {
  /** The path of the issuer, without a trailing slash; below it are the assets. */
  readonly base: string
  readonly title: string
  /** Names of assets. */
  readonly styles: readonly string[]
  readonly scripts?: readonly string[]
  readonly body: Html
}

/** A whole HTML document. Nothing inline, so that its policy can be strict. */
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
