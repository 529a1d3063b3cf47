import type { Browser, PageEvent, PageNode } from './browser.ts'

type Child = PageNode | string | number | false | undefined
type Property = string | number | boolean | undefined | ((event: PageEvent) => void)

export type Dom = ReturnType<typeof createDom>

/** Builds parts of the page. Data only ever becomes text, never markup. Runs in the browser: see script.ts. */
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

  /** The element of an id, which the page has. */
  const at = (id: string): PageNode => {
    const found = document.getElementById(id)
    if (!found) throw new Error(`The page has no #${id}.`)
    return found
  }

  /** Puts other children into a node; the focus stays on what has the same `data-key`. */
  const swap = (node: PageNode, ...children: readonly Child[]): void => {
    const focused = document.activeElement
    const key = node.contains(focused) ? focused?.dataset.key : undefined
    node.replaceChildren(...children.filter((child) => child !== false && child !== undefined).map(asNode))
    if (key === undefined) return
    const same = [...node.querySelectorAll('[data-key]')].find(({ dataset }) => dataset.key === key)
    ;(same ?? node).focus()
  }

  let announced: ReturnType<typeof setTimeout> | undefined

  /** Says what happened, for eyes and screen readers. */
  const say = (text: string, kind: 'good' | 'bad' = 'good'): void => {
    const status = at('status')
    status.textContent = text
    status.className = `toast ${kind}`
    clearTimeout(announced)
    announced = setTimeout(
      () => {
        status.className = 'toast'
        status.textContent = ''
      },
      kind === 'good' ? 4000 : 10_000,
    )
  }

  /** A handler that says what went wrong. */
  const doing = (task: () => unknown) => async (event?: PageEvent) => {
    event?.preventDefault()
    try {
      await task()
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), 'bad')
    }
  }

  /** @param key stays the same when the button is drawn anew */
  const button = (
    label: string,
    key: string,
    task: () => unknown,
    properties: Readonly<Record<string, Property>> = {},
  ) => el('button', { 'data-key': key, onclick: doing(task), ...properties }, label)

  const copy = async (text: string): Promise<void> => {
    // Pages that are not secure contexts, such as http on another host, have no clipboard.
    if (!navigator.clipboard)
      throw new Error('The browser lets only https and localhost copy. Select the text instead.')
    await navigator.clipboard.writeText(text)
    say('Copied.')
  }

  const copyButton = (text: string, what: string) =>
    button('Copy', `copy ${what}`, () => copy(text), { class: 'small', 'aria-label': `Copy ${what}` })

  const badge = (text: string, kind = '') => el('span', { class: `badge ${kind}` }, text)

  /** @param rows each cell under the heading of its place */
  const table = (caption: string, headings: readonly string[], rows: readonly (readonly Child[])[]) => {
    // The roles stay what they are where a narrow page lays the rows out as cards.
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

  const nothing = (text: string) => el('p', { class: 'nothing' }, text)

  const json = (value: unknown) => JSON.stringify(value, null, 2)

  return { el, at, swap, say, doing, button, copy, copyButton, badge, table, nothing, json }
}
