import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { missingChromium } from '../support/chromium.ts'
import type { PagesServer } from '../support/pages-server.ts'
import { samplePages } from '../support/sample-pages.ts'
import { useChromium } from '../support/use-chromium.ts'

const { serve, open, takeErrors } = useChromium()

/** Opens a page and waits until an element has the focus. */
const openForKeys = async (url: string): Promise<Page> => {
  const page = await open(url)
  await page.locator(':focus').waitFor()
  return page
}

const sent = async ({ forms }: PagesServer, page: Page) => {
  await page.waitForURL('**/error')
  return Object.fromEntries(forms.at(-1) ?? [])
}

describe.skipIf(missingChromium)(`in Chromium${missingChromium ? `: ${missingChromium}` : ''}`, () => {
  describe.each(['light', 'dark'] as const)('%s pages', (colorScheme) => {
    test('fit on narrow and wide screens', async () => {
      const { origin } = await serve()
      const page = await open('about:blank', { colorScheme })
      for (const width of [360, 1180]) {
        await page.setViewportSize({ width, height: 740 })
        const grounds = new Set<string>()
        for (const path of Object.keys(samplePages('', '')).filter((one) => one !== '/form-post')) {
          await page.goto(origin + path)
          const { wide, ground } = await page.evaluate(measure)
          expect([path, wide]).toEqual([path, width])
          grounds.add(ground)
        }
        expect([...grounds]).toEqual([colorScheme === 'dark' ? 'rgb(13, 18, 17)' : 'rgb(243, 245, 244)'])
      }
    })

    test('of the dashboard fit, too', async () => {
      const { origin, control } = await serve()
      control.record({ status: 400, path: `/${'long'.repeat(60)}`, decision: 'rejected', reason: 'w'.repeat(300) })
      control.state.users.set('x', { sub: 'sub'.repeat(60), claims: { name: 'n'.repeat(200) } })
      const page = await open(`${origin}/`, { colorScheme, viewport: { width: 360, height: 740 } })
      for (const view of ['Overview', 'Keys', 'Clients', 'Users', 'Journal', 'Faults', 'Clock', 'Tokens']) {
        await page.getByRole('link', { name: view }).click()
        await page.getByRole('heading', { level: 1, name: view }).waitFor()
        await page.waitForLoadState('networkidle')
        expect([view, (await page.evaluate(measure)).wide]).toEqual([view, 360])
      }
    })
  })

  describe('sign-in by keyboard alone', () => {
    test('Enter selects the first user', async () => {
      const server = await serve()
      const page = await openForKeys(`${server.origin}/sign-in`)
      await page.keyboard.press('Enter')
      expect(await sent(server, page)).toEqual({ interaction: 'interaction-1', csrf: 'csrf-1', user: 'alice' })
    })

    test('arrow keys move to the other users, from the last to the first', async () => {
      const server = await serve()
      const page = await openForKeys(`${server.origin}/sign-in`)
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'Enter']) {
        await page.keyboard.press(key)
      }
      expect(await sent(server, page)).toMatchObject({ user: 'bob' })
    })

    test('Tab moves to another user', async () => {
      const server = await serve()
      const page = await openForKeys(`${server.origin}/sign-in`)
      for (const key of ['Tab', 'Tab', 'Tab', 'Enter', 'Tab']) await page.keyboard.press(key)
      await page.keyboard.type('carol')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Control+A')
      await page.keyboard.type('{"name": "Carol"}')
      for (const key of ['Tab', 'Enter']) await page.keyboard.press(key)
      expect(await sent(server, page)).toMatchObject({ sub: 'carol', claims: '{"name": "Carol"}' })
    })

    test('the user of login_hint has the focus, Cancel is last', async () => {
      const server = await serve()
      const page = await openForKeys(`${server.origin}/sign-in-hinted`)
      expect(await page.evaluate(focused)).toBe('bob')
      for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key)
      expect(await sent(server, page)).toEqual({ interaction: 'interaction-1', csrf: 'csrf-1', cancel: '1' })
    })

    test('a password', async () => {
      const server = await serve()
      const page = await openForKeys(`${server.origin}/sign-in-password`)
      await page.keyboard.type('alice')
      await page.keyboard.press('Tab')
      await page.keyboard.type('secret')
      await page.keyboard.press('Enter')
      expect(await sent(server, page)).toMatchObject({ username: 'alice', password: 'secret' })
    })

    test('an error is shown at its field, which has the focus', async () => {
      const { origin } = await serve()
      const page = await openForKeys(`${origin}/sign-in-wrong`)
      expect(await page.evaluate(focused)).toBe('claims')
      expect(await page.getByLabel('Claims').inputValue()).toBe('{"name": Carol}')
      expect(await page.getByRole('alert').textContent()).toContain('not valid JSON')
    })
  })

  describe('forms that are redirected', () => {
    test('are redirected to the client, and further', async () => {
      const end = await serve()
      const application = await serve({ formTarget: `${end.origin}/error` })
      const issuer = await serve({ formTarget: `${application.origin}/hop` })
      const page = await open(`${issuer.origin}/consent`)
      await page.getByRole('button', { name: 'Allow' }).click()
      await page.waitForURL(`${end.origin}/error`)
      expect(issuer.forms).toHaveLength(1)
    })

    test('are not redirected where the policy forbids it', async () => {
      const application = await serve()
      const issuer = await serve({ formTarget: `${application.origin}/error`, formTargets: [] })
      const page = await open(`${issuer.origin}/consent`)
      const blocked = page.waitForEvent('console', (message) => message.text().includes('form-action'))
      await page.getByRole('button', { name: 'Allow' }).click()
      await blocked
      expect(page.url()).toBe(`${issuer.origin}/consent`)
      expect(takeErrors()).toHaveLength(1)
    })

    test('form_post submits itself, whatever the names of its parameters', async () => {
      const application = await serve()
      const issuer = await serve({ formTarget: `${application.origin}/anywhere` })
      const page = await open(`${issuer.origin}/form-post`)
      await page.waitForURL(`${application.origin}/error`)
      expect(Object.fromEntries(application.forms[0] ?? [])).toEqual({
        code: 'c-1',
        state: '"><script>',
        submit: 'a name that hides a method',
      })
    })

    test('form_post has a button for browsers without scripts', async () => {
      const application = await serve()
      const issuer = await serve({ formTarget: `${application.origin}/anywhere` })
      const page = await open(`${issuer.origin}/form-post`, { javaScriptEnabled: false })
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.waitForURL(`${application.origin}/error`)
      expect(application.forms).toHaveLength(1)
    })
  })

  test('consent sends the checked scopes', async () => {
    const server = await serve()
    const page = await open(`${server.origin}/consent`)
    expect(await page.getByLabel('openid').isDisabled()).toBe(true)
    await page.getByLabel('photos.write').uncheck()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL('**/error')
    const form = server.forms[0]
    expect([form?.getAll('granted_scope'), form?.get('allow'), form?.get('deny')]).toEqual([['profile'], '1', null])
  })

  test('the device pages send the code and the decision', async () => {
    const server = await serve()
    const page = await openForKeys(`${server.origin}/device`)
    await page.keyboard.type('wdjb-mjht')
    await page.keyboard.press('Enter')
    expect(await sent(server, page)).toEqual({ user_code: 'wdjb-mjht' })
    await page.goto(`${server.origin}/device-confirm`)
    await page.getByRole('button', { name: 'Deny' }).click()
    expect(await sent(server, page)).toMatchObject({ user_code: 'WDJB-MJHT', deny: '1' })
  })
})

/** Runs in the page. */
const measure = (): { wide: number; ground: string } => {
  const { document, getComputedStyle } = globalThis as unknown as {
    document: { documentElement: { scrollWidth: number }; body: object }
    getComputedStyle(element: object): { backgroundColor: string }
  }
  return { wide: document.documentElement.scrollWidth, ground: getComputedStyle(document.body).backgroundColor }
}

/** Runs in the page. */
const focused = (): string | undefined => {
  const { document } = globalThis as unknown as { document: { activeElement?: { id: string; value?: string } } }
  return document.activeElement?.id || document.activeElement?.value
}
