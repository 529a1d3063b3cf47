import type { Api } from './api.ts'
import type { Browser } from './browser.ts'
import type { Dom } from './dom.ts'
import type { View } from './view.ts'

interface DashboardParts {
  readonly browser: Browser
  readonly dom: Dom
  readonly api: Api
  readonly views: Readonly<Record<string, View>>
}

/** Shows the view that the fragment of the URL names. Runs in the browser: see sources.ts. */
export const startDashboard = ({ browser, dom, api, views }: DashboardParts): void => {
  const { document, location } = browser
  const { byId, handler } = dom
  let current = ''

  const show = handler(async () => {
    const asked = location.hash.slice(1)
    // Other fragments, such as the one of the skip link, do not change the view.
    const name = asked in views ? asked : current || 'overview'
    views[current]?.hide?.()
    current = name
    for (const section of document.querySelectorAll('main > section')) section.hidden = section.dataset.view !== name
    for (const link of document.querySelectorAll('nav a')) {
      if (link.dataset.view === name) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
    }
    await views[name]?.show()
  })

  const unlock = handler(async () => {
    api.useKey(byId('control-key').value)
    await api.get('keys')
    byId('control-key').value = ''
    byId('locked').hidden = true
    byId('views').hidden = false
    byId('menu').hidden = false
    await show()
  })

  byId('key-form').addEventListener('submit', unlock)
  browser.addEventListener('hashchange', show)
  void handler(async () => {
    // The first request shows whether this page may use the control API.
    const noAccess = await api.get('keys').then(
      () => false,
      (error) => {
        if (!byId('views').hidden) throw error
        return true
      },
    )
    if (!noAccess) await show()
  })()
}
