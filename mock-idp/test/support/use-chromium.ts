import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchChromium, missingChromium } from './chromium.ts'
import { type PagesOptions, type PagesServer, servePages } from './pages-server.ts'

export interface Chromium {
  /** Serves the pages; closed when the test ends. */
  serve(options?: PagesOptions): Promise<PagesServer>
  /** Opens a page in a browser profile of its own, which ends with the test. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>
  /** What the page was allowed to complain of, taken out of what fails the test. */
  forgive(): readonly string[]
}

/** A browser for the tests of a file. Each of them fails when a page breaks its policy or logs an error. */
export const useChromium = (): Chromium => {
  let browser: Browser
  let complaints: string[] = []
  const closing: (() => Promise<unknown>)[] = []
  const forgive = () => complaints.splice(0)

  beforeAll(async () => {
    if (!missingChromium) browser = await launchChromium()
  })

  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
    expect(forgive()).toEqual([])
  })

  afterAll(async () => {
    complaints = []
    await browser?.close()
  })

  return {
    forgive,
    async serve(options) {
      const server = await servePages(options)
      closing.push(server.close)
      return server
    },
    async open(url, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1180, height: 800 }, ...options })
      context.setDefaultTimeout(10_000)
      closing.push(() => context.close())
      const page = await context.newPage()
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.goto(url)
      return page
    },
  }
}
