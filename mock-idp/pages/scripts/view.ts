import type { Api } from './api.ts'
import type { Browser } from './browser.ts'
import type { Dom } from './dom.ts'
import type { Times } from './times.ts'

/** What the server tells the dashboard; in the `data-page` of its document. */
export interface PageData {
  readonly issuer: string
  readonly tenant: string
  readonly base: string
  readonly endpoints: readonly { readonly name: string; readonly url: string }[]
  readonly faultKinds: readonly { readonly name: string; readonly about: string }[]
}

/** What a view of the dashboard works with. */
export interface Tools {
  readonly dom: Dom
  readonly api: Api
  readonly times: Times
  readonly page: PageData
  readonly browser: Browser
}

/** One view of the dashboard, in the section of its name. */
export interface View {
  /** Called each time that it comes into sight. */
  show(): unknown
  hide?(): void
}
