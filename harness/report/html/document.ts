import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { pictureStyle } from '../timing/picture/style.ts'
import { reportStyle } from './style.ts'

/** A part of the page. All that is put into it is escaped. */
export type Html = ReturnType<typeof html>

const hashOf = (style: string): string => `'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** Nothing but the styles of our own: no script, and nothing is loaded (Content Security Policy Level 3 §6.1). */
const policy = [
  "default-src 'none'",
  `style-src ${[reportStyle, pictureStyle].map(hashOf).join(' ')}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** A whole page in one file. */
export const reportDocument = (title: string, body: Html): string =>
  String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(reportStyle)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`)
