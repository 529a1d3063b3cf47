import type { Tools, View } from './view.ts'

/** The issuer, its endpoints, the issuers beside it, reset. Runs in the browser: see script.ts. */
export const createOverview = ({ dom, api, page, browser }: Tools): View => {
  const { el, at, swap, copyButton, button, table, nothing, say } = dom

  /** What only the issuer itself sends a browser to. */
  const pagesOnly = ['sign-in', 'consent']

  const show = async () => {
    const { tenants } = await api.get<{ tenants: { name: string; issuer: string }[] }>('tenants')
    const { origin } = browser.location
    const root = page.tenant === '' ? page.base : page.base.slice(0, -page.tenant.length - 1)
    swap(
      at('tenants'),
      tenants.length === 0
        ? nothing('Only this one. Others are made by their first request, below /{name}.')
        : table(
            'Issuers of this process',
            ['Issuer', ''],
            tenants.map(({ name, issuer }) => [
              el(
                'a',
                { href: `${origin}${root}/${encodeURIComponent(name)}`.replace(/\/$/, '') + (name ? '' : '/') },
                issuer,
              ),
              name === page.tenant ? dom.badge('this one', 'good') : '',
            ]),
          ),
    )
  }

  swap(
    at('endpoints'),
    table(
      'Endpoints',
      ['Endpoint', 'URL', ''],
      page.endpoints
        .filter(({ name }) => !pagesOnly.includes(name))
        .map(({ name, url }) => [name, el('code', { class: 'break' }, url), copyButton(url, name)]),
    ),
  )
  at('issuer-copy').append(copyButton(page.issuer, 'issuer'))
  at('reset').append(
    button('Reset this issuer', 'reset', async () => {
      await api.post('reset')
      say('Clients, users, clock, faults, journal and sessions are as at the start.')
      await show()
    }),
  )
  return { show }
}
