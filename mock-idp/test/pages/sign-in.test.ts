import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { serveIdp } from '../../adapters/node.ts'
import { missingChromium } from '../support/chromium.ts'
import { useChromium } from '../support/use-chromium.ts'

const chromium = useChromium()

/** An application that shows the parameters that it is sent. */
const startApplication = async () => {
  const server = createServer(({ url }, response) =>
    response.end(`<!doctype html><link rel="icon" href="data:,"><p>${url?.split('?')[0]}</p>`, 'utf8'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    redirectUri: `http://127.0.0.1:${port}/callback`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const authorizeUrl = (issuer: string, redirectUri: string, more: Readonly<Record<string, string>> = {}) =>
  `${issuer}/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: 'conformance-public',
    redirect_uri: redirectUri,
    scope: 'openid email',
    state: 's',
    code_challenge: 'c'.repeat(43),
    code_challenge_method: 'S256',
    ...more,
  })}`

describe.skipIf(missingChromium)('the issuer in a real browser', () => {
  test('signs a user in, asks for consent, and remembers both', async () => {
    await using app = await startApplication()
    await using served = await serveIdp({ port: 0, keys: ['ES256'], consent: true })
    const page = await chromium.open(authorizeUrl(served.url, app.redirectUri))
    await page.getByRole('button', { name: /Bob/ }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(/\/callback\?code=/)
    await page.goto(authorizeUrl(served.url, app.redirectUri, { prompt: 'none' }))
    const answer = new URL(page.url()).searchParams
    expect([answer.get('state'), answer.get('iss'), answer.get('error')]).toEqual(['s', served.url, null])
    await page.goto(authorizeUrl(served.url, app.redirectUri, { prompt: 'login' }))
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.waitForURL(/error=access_denied/)
  })

  test('shows an error that must not be sent to the client', async () => {
    await using served = await serveIdp({ port: 0, keys: ['ES256'] })
    const page = await chromium.open(authorizeUrl(served.url, 'https://evil.example/'))
    expect(await page.textContent('h1')).toBe('This request was rejected')
    // The browser logs the status.
    expect(chromium.takeErrors()).toHaveLength(1)
  })

  test('has a dashboard that rotates keys, sets faults and follows requests', async () => {
    await using served = await serveIdp({ port: 0, keys: ['ES256'] })
    const page = await chromium.open(served.url)
    for (const view of ['keys', 'clients', 'users', 'journal', 'faults', 'clock', 'tokens']) {
      await page.goto(`${served.url}/#${view}`)
      await page.locator('main').waitFor()
    }
    await page.goto(`${served.url}/#keys`)
    await page
      .getByRole('button', { name: /Rotate/ })
      .first()
      .click()
    await expect.poll(async () => (await served.idp.keys()).length).toBe(2)
    await fetch(`${served.url}/jwks`)
    await page.goto(`${served.url}/#journal`)
    await page.getByText('/jwks').filter({ visible: true }).first().waitFor()
  })
})
