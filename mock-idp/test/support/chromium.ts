import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Why the tests in a real browser cannot run here; nothing where they can. */
export const missingChromium = existsSync(executablePath)
  ? undefined
  : `no Chromium at ${executablePath}; name one by the variable CHROMIUM`

/** A real browser that talks to nobody by itself. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
