import type { Api } from './api.ts'
import type { Browser } from './browser.ts'
import type { Dom } from './dom.ts'
import type { View } from './view.ts'

interface Parts {
  readonly browser: Browser
  readonly dom: Dom
  readonly api: Api
  readonly views: Readonly<Record<string, View>>
}

/** Shows one view at a time, by the hash of the address. Runs in the browser: see script.ts. */
export const startDashboard = ({ browser, dom, api, views }: Parts): void => {
  const { document, location } = browser
  const { at, doing } = dom
  let current = ''

  const show = doing(async () => {
    const asked = location.hash.slice(1)
    // Other hashes, such as the one of the skip link, stay where they are.
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

  const unlock = doing(async () => {
    api.useKey(at('control-key').value)
    await api.get('keys')
    at('control-key').value = ''
    at('locked').hidden = true
    at('views').hidden = false
    at('menu').hidden = false
    await show()
  })

  at('key-form').addEventListener('submit', unlock)
  browser.addEventListener('hashchange', show)
  void doing(async () => {
    // The first question shows whether the control API is open to this page.
    const denied = await api.get('keys').then(
      () => false,
      (error) => {
        if (!at('views').hidden) throw error
        return true
      },
    )
    if (!denied) await show()
  })()
}
