import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchChromium, missingChromium } from './chromium.ts'
import { type PagesOptions, type PagesServer, servePages } from './pages-server.ts'

export interface Chromium {
  /** Serves the pages; closed when the test ends. */
  serve(options?: PagesOptions): Promise<PagesServer>
  /** Opens a page in a new browser context, which is closed when the test ends. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>
  /** Takes the logged errors, so that they do not fail the test. */
  takeErrors(): readonly string[]
}

/** A browser for the tests of a file. A test fails if a page violates its policy or logs an error. */
export const useChromium = (): Chromium => {
  let browser: Browser
  let errors: string[] = []
  const closing: (() => Promise<unknown>)[] = []
  const takeErrors = () => errors.splice(0)

  beforeAll(async () => {
    if (!missingChromium) browser = await launchChromium()
  })

  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
    expect(takeErrors()).toEqual([])
  })

  afterAll(async () => {
    errors = []
    await browser?.close()
  })

  return {
    takeErrors,
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
        if (['error', 'warning'].includes(message.type())) errors.push(message.text())
      })
      page.on('pageerror', (error) => errors.push(String(error)))
      await page.goto(url)
      return page
    },
  }
}
