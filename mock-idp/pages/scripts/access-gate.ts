import type { Browser } from './browser.ts'

/** Says why there is nothing to see: a key is needed, or the control API is off. Runs in the browser: see script.ts. */
export const createAccessGate =
  ({ document }: Browser) =>
  (status: 401 | 404): void => {
    const at = (id: string) => document.getElementById(id)
    const locked = at('locked')
    const off = at('off')
    const views = at('views')
    const menu = at('menu')
    if (!locked || !off || !views || !menu) return
    views.hidden = true
    menu.hidden = true
    locked.hidden = status !== 401
    off.hidden = status !== 404
    if (status === 401) at('control-key')?.focus()
  }
