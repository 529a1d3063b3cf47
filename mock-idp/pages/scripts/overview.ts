import type { Tools, View } from './view.ts'

/** The overview: the endpoints, the other issuers, reset. Runs in the browser: see sources.ts. */
export const createOverview = ({ dom, api, page, browser }: Tools): View => {
  const { el, byId, replaceChildren, copyButton, button, table, emptyNote, notify } = dom

  /** Pages that only the issuer itself redirects to. */
  const internalPages = ['sign-in', 'consent']

  const show = async () => {
    const { tenants } = await api.get<{ tenants: { name: string; issuer: string }[] }>('tenants')
    const { origin } = browser.location
    const root = page.tenant === '' ? page.base : page.base.slice(0, -page.tenant.length - 1)
    replaceChildren(
      byId('tenants'),
      tenants.length === 0
        ? emptyNote('Only this one. Others are created by the first request to /{name}.')
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

  replaceChildren(
    byId('endpoints'),
    table(
      'Endpoints',
      ['Endpoint', 'URL', ''],
      page.endpoints
        .filter(({ name }) => !internalPages.includes(name))
        .map(({ name, url }) => [name, el('code', { class: 'break' }, url), copyButton(url, name)]),
    ),
  )
  byId('issuer-copy').append(copyButton(page.issuer, 'issuer'))
  byId('reset').append(
    button('Reset this issuer', 'reset', async () => {
      await api.post('reset')
      notify('The issuer is reset.')
      await show()
    }),
  )
  return { show }
}
