import { createAccessGate } from './access-gate.ts'
import { createApi } from './api.ts'
import { createClockView } from './clock.ts'
import { startDashboard } from './dashboard.ts'
import { createDom } from './dom.ts'
import { createFaultsView } from './faults.ts'
import { createJournalView } from './journal.ts'
import { createKeysView } from './keys.ts'
import { createOverview } from './overview.ts'
import { arrowKeys, sendForm } from './page.ts'
import { createClientsView, createRegistryView, createUsersView } from './registry.ts'
import { createTimes } from './times.ts'
import { createTokensView } from './tokens.ts'

/**
 * The scripts of the pages, composed of the source text of functions. So they are type-checked, need no build step, and
 * are part of the bundle. The functions of this folder must be self-contained: they may use their arguments and the
 * browser, but no import and no constant of their file.
 */
export const dashboardScript = `const browser = globalThis
const page = JSON.parse(document.body.querySelector('[data-page]').dataset.page)
const dom = (${createDom})(browser)
const times = (${createTimes})()
const onNoAccess = (${createAccessGate})(browser)
const api = (${createApi})(browser, page.base, onNoAccess)
const tools = { browser, dom, times, api, page }
const registry = ${createRegistryView}
const views = {
  overview: (${createOverview})(tools),
  keys: (${createKeysView})(tools),
  clients: (${createClientsView})(tools, registry),
  users: (${createUsersView})(tools, registry),
  journal: (${createJournalView})(tools),
  faults: (${createFaultsView})(tools),
  clock: (${createClockView})(tools),
  tokens: (${createTokensView})(tools),
}
;(${startDashboard})({ browser, dom, api, views })
`

export const pageScript = `(${arrowKeys})(globalThis)\n`

export const formPostScript = `(${sendForm})(globalThis)\n`
