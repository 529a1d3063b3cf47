import type { Browser } from './browser.ts'

/** Lets the arrow keys move between the buttons of a list. Runs in the browser: see script.ts. */
export const arrowKeys = ({ document }: Browser): void => {
  for (const list of document.querySelectorAll('[data-arrows]')) {
    list.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step === undefined) return
      const buttons = [...list.querySelectorAll('button')]
      const at = document.activeElement ? buttons.indexOf(document.activeElement) : -1
      buttons[(at + step + buttons.length) % buttons.length]?.focus()
      event.preventDefault()
    })
  }
}

/** Sends the only form of the page. Runs in the browser: see script.ts. */
export const sendForm = ({ document }: Browser): void => {
  // By a click, because a parameter of the form may be named `submit` and so hide the method of that name.
  document.querySelector('form button')?.click()
}
