import type { Browser } from './browser.ts'

/** Shows why the dashboard is empty: the control API needs a key, or it is off. Runs in the browser: see sources.ts. */
export const createAccessGate =
  ({ document }: Browser) =>
  (status: 401 | 404): void => {
    const byId = (id: string) => document.getElementById(id)
    const locked = byId('locked')
    const off = byId('off')
    const views = byId('views')
    const menu = byId('menu')
    if (!locked || !off || !views || !menu) return
    views.hidden = true
    menu.hidden = true
    locked.hidden = status !== 401
    off.hidden = status !== 404
    if (status === 401) byId('control-key')?.focus()
  }
