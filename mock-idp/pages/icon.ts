import { html } from 'hono/html'

/** The logo, a keyhole, in the colour of the text. */
export const mark = html`<svg class="brand-mark" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path fill="currentColor" d="M6 1h12a5 5 0 0 1 5 5v12a5 5 0 0 1-5 5H6a5 5 0 0 1-5-5V6a5 5 0 0 1 5-5Zm6 5a3.5 3.5 0 0 0-1.7 6.6L9.4 18h5.2l-.9-5.4A3.5 3.5 0 0 0 12 6Z"/></svg>`

/** The logo as an icon for browser tabs. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#0d7a68" d="M6 1h12a5 5 0 0 1 5 5v12a5 5 0 0 1-5 5H6a5 5 0 0 1-5-5V6a5 5 0 0 1 5-5Zm6 5a3.5 3.5 0 0 0-1.7 6.6L9.4 18h5.2l-.9-5.4A3.5 3.5 0 0 0 12 6Z"/></svg>
`
