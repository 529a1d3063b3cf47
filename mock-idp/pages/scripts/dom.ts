import type { Browser, PageEvent, PageNode } from './browser.ts'

type Child = PageNode | string | number | false | undefined
type Property = string | number | boolean | undefined | ((event: PageEvent) => void)

export type Dom = ReturnType<typeof createDom>

/** Builds parts of the page. Data becomes text, never markup. Runs in the browser: see sources.ts. */
export const createDom = ({ document, navigator }: Browser) => {
  const el = (tag: string, properties: Readonly<Record<string, Property>> = {}, ...children: readonly Child[]) => {
    const node = document.createElement(tag)
    if (tag === 'button') node.setAttribute('type', 'button')
    for (const [name, value] of Object.entries(properties)) {
      if (typeof value === 'function') node.addEventListener(name.slice(2), value)
      else if (name === 'value') node.value = String(value ?? '')
      else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : String(value))
    }
    node.append(...children.filter((child) => child !== false && child !== undefined).map(asNode))
    return node
  }

  const asNode = (child: Child): PageNode | string => (typeof child === 'object' ? child : String(child))

  /** The element with this id. It must exist. */
  const byId = (id: string): PageNode => {
    const found = document.getElementById(id)
    if (!found) throw new Error(`The page has no #${id}.`)
    return found
  }

  /** Replaces the children of a node. The focus moves to the new element with the same `data-key`. */
  const replaceChildren = (node: PageNode, ...children: readonly Child[]): void => {
    const focused = document.activeElement
    const key = node.contains(focused) ? focused?.dataset.key : undefined
    node.replaceChildren(...children.filter((child) => child !== false && child !== undefined).map(asNode))
    if (key === undefined) return
    const same = [...node.querySelectorAll('[data-key]')].find(({ dataset }) => dataset.key === key)
    ;(same ?? node).focus()
  }

  let hideTimer: ReturnType<typeof setTimeout> | undefined

  /** Shows a status message, also to screen readers. */
  const notify = (text: string, kind: 'good' | 'bad' = 'good'): void => {
    const status = byId('status')
    status.textContent = text
    status.className = `toast ${kind}`
    clearTimeout(hideTimer)
    hideTimer = setTimeout(
      () => {
        status.className = 'toast'
        status.textContent = ''
      },
      kind === 'good' ? 4000 : 10_000,
    )
  }

  /** An event handler that shows the message of an error. */
  const handler = (task: () => unknown) => async (event?: PageEvent) => {
    event?.preventDefault()
    try {
      await task()
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), 'bad')
    }
  }

  /** @param key identifies the button when it is rendered again */
  const button = (
    label: string,
    key: string,
    task: () => unknown,
    properties: Readonly<Record<string, Property>> = {},
  ) => el('button', { 'data-key': key, onclick: handler(task), ...properties }, label)

  const copy = async (text: string): Promise<void> => {
    // Pages that are not secure contexts, such as http on another host, have no clipboard.
    if (!navigator.clipboard)
      throw new Error('The browser allows copying only on https and localhost. Select the text instead.')
    await navigator.clipboard.writeText(text)
    notify('Copied.')
  }

  const copyButton = (text: string, what: string) =>
    button('Copy', `copy ${what}`, () => copy(text), { class: 'small', 'aria-label': `Copy ${what}` })

  const badge = (text: string, kind = '') => el('span', { class: `badge ${kind}` }, text)

  /** @param rows the cells in the order of the headings */
  const table = (caption: string, headings: readonly string[], rows: readonly (readonly Child[])[]) => {
    // Explicit roles, because on narrow pages CSS shows the rows as cards, which would remove the table roles.
    const row = (...cells: readonly PageNode[]) => el('tr', { role: 'row' }, ...cells)
    const heading = (text: string) => el('th', { role: 'columnheader', scope: 'col' }, text)
    const cell = (child: Child, index: number) => el('td', { role: 'cell', 'data-label': headings[index] }, child)
    return el(
      'table',
      { role: 'table', 'aria-label': caption },
      el('thead', { role: 'rowgroup' }, row(...headings.map(heading))),
      el('tbody', { role: 'rowgroup' }, ...rows.map((cells) => row(...cells.map(cell)))),
    )
  }

  const emptyNote = (text: string) => el('p', { class: 'nothing' }, text)

  const json = (value: unknown) => JSON.stringify(value, null, 2)

  return { el, byId, replaceChildren, notify, handler, button, copy, copyButton, badge, table, emptyNote, json }
}
