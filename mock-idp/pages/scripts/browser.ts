/**
 * The part of the browser API that the scripts of the pages use. The DOM library of TypeScript would also declare its
 * globals for the code of the server.
 */
export interface PageNode {
  className: string
  textContent: string | null
  hidden: boolean
  disabled: boolean
  checked: boolean
  open: boolean
  value: string
  readonly dataset: Record<string, string | undefined>
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
  append(...children: readonly (PageNode | string)[]): void
  replaceChildren(...children: readonly (PageNode | string)[]): void
  addEventListener(type: string, listener: (event: PageEvent) => void): void
  querySelector(selector: string): PageNode | null
  querySelectorAll(selector: string): Iterable<PageNode>
  contains(other: PageNode | null): boolean
  click(): void
  focus(): void
}

export interface PageEvent {
  readonly key: string
  readonly target: PageNode
  preventDefault(): void
}

interface PageDocument {
  readonly activeElement: PageNode | null
  readonly hidden: boolean
  createElement(tag: string): PageNode
  getElementById(id: string): PageNode | null
  querySelector(selector: string): PageNode | null
  querySelectorAll(selector: string): Iterable<PageNode>
}

export interface Browser {
  readonly document: PageDocument
  readonly location: { hash: string; readonly origin: string }
  readonly sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void }
  readonly navigator: { readonly clipboard?: { writeText(text: string): Promise<void> } }
  addEventListener(type: string, listener: () => void): void
}
