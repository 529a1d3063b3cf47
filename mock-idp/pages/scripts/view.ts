import type { Api } from './api.ts'
import type { Browser } from './browser.ts'
import type { Dom } from './dom.ts'
import type { Times } from './times.ts'

/** The data of the server for the dashboard, in the attribute `data-page`. */
export interface PageData {
  readonly issuer: string
  readonly tenant: string
  readonly base: string
  readonly endpoints: readonly { readonly name: string; readonly url: string }[]
  readonly faultKinds: readonly { readonly name: string; readonly about: string }[]
}

/** What the views of the dashboard use. */
export interface Tools {
  readonly dom: Dom
  readonly api: Api
  readonly times: Times
  readonly page: PageData
  readonly browser: Browser
}

/** A view of the dashboard. */
export interface View {
  /** Called each time the view is opened. */
  show(): unknown
  hide?(): void
}
