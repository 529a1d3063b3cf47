import type { Browser } from './browser.ts'

/** Moves the focus between the buttons of a list with the arrow keys. Runs in the browser: see sources.ts. */
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

/** Submits the form of the page. Runs in the browser: see sources.ts. */
export const sendForm = ({ document }: Browser): void => {
  // With a click, because a parameter named `submit` would hide the method `submit` of the form.
  document.querySelector('form button')?.click()
}
