import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { missingChromium } from '../support/chromium.ts'
import type { PagesOptions } from '../support/pages-server.ts'
import { useChromium } from '../support/use-chromium.ts'

const { serve, open, takeErrors } = useChromium()

const openView = async (view: string, options: PagesOptions = {}) => {
  const server = await serve({ base: '/blue', ...options })
  const page = await open(`${server.origin}/blue/#${view}`)
  const click = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).click()
  const message = (text: string | RegExp) => page.locator('#status').getByText(text).waitFor()
  return { page, click, message, origin: server.origin, state: server.control.state, control: server.control }
}

const rows = (page: Page, label: string) => page.getByRole('table', { name: label }).locator('tbody tr')

describe.skipIf(missingChromium)(`the dashboard in Chromium${missingChromium ? `: ${missingChromium}` : ''}`, () => {
  test('shows the endpoints and the other issuers, and resets', async () => {
    const { page, click, message, origin, state } = await openView('overview')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await click('Copy token')
    await message('Copied.')
    const copied = await page.evaluate('navigator.clipboard.readText()')
    expect(copied).toBe(`${origin}/blue/token`)
    expect(await page.getByRole('link', { name: 'http://idp.test/blue' }).getAttribute('href')).toBe(`${origin}/blue`)
    await click('Reset this issuer')
    await message('The issuer is reset.')
    expect(state.resets).toBe(1)
  })

  test('rotates, withdraws and restores keys, and keeps the focus', async () => {
    const { page, click, message, state } = await openView('keys')
    await click('Rotate ES256')
    await message('New key for ES256.')
    expect(await rows(page, 'Keys').count()).toBe(3)
    expect(state.keys.map(({ alg, active, published }) => [alg, active, published])).toEqual([
      ['RS256', true, true],
      ['ES256', false, true],
      ['ES256', true, true],
    ])
    await page.getByLabel('Withdraw the old key at once').check()
    await click('Rotate all')
    await message('New key for RS256, ES256.')
    expect(state.keys.filter(({ published }) => !published)).toHaveLength(2)
    await page
      .getByRole('button', { name: /^Restore/ })
      .first()
      .click()
    await message(/is published again/)
    expect(state.keys.filter(({ published }) => !published)).toHaveLength(1)
    expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^Withdraw/)
    await page.keyboard.press('Enter')
    await message(/no longer published/)
    expect(state.keys.filter(({ published }) => !published)).toHaveLength(2)
  })

  test('saves, edits and removes users, and shows their names as text', async () => {
    const { page, click, message, state } = await openView('users')
    const editor = page.getByRole('textbox', { name: 'Add or replace' }).last()
    const name = '<img src=x onerror="throw 1"><b>Mallory</b>'
    await editor.fill(JSON.stringify({ sub: 'mal/lory', claims: { name } }))
    await click('Save')
    await message('mal/lory is saved.')
    expect(state.users.get('mal/lory')).toEqual({ sub: 'mal/lory', claims: { name } })
    expect(await rows(page, 'users').last().getByText(name).count()).toBe(1)
    expect(await page.locator('main img, main b').count()).toBe(0)
    await editor.fill('{"claims": {}')
    await click('Save')
    expect(await page.locator('#users-problem').textContent()).toMatch(/JSON/)
    expect(await editor.getAttribute('aria-invalid')).toBe('true')
    await click('Edit mal/lory')
    expect(JSON.parse(await editor.inputValue())).toEqual(state.users.get('mal/lory'))
    await click('Remove mal/lory')
    await message('mal/lory is removed.')
    expect(state.users.has('mal/lory')).toBe(false)
  })

  test('saves and removes clients', async () => {
    const { page, click, message, state } = await openView('clients')
    await click('Save')
    await message('my-app is saved.')
    expect(await rows(page, 'clients').count()).toBe(2)
    await click('Remove conformance')
    await message('conformance is removed.')
    expect([...state.clients.keys()]).toEqual(['my-app'])
  })

  test('follows the journal', async () => {
    const { page, click, control, state } = await openView('journal')
    const list = page.locator('ol.journal > li')
    await page.getByText('No requests yet').waitFor()
    control.record({ endpoint: 'jwks', method: 'GET', path: '/jwks', decision: 'answered' })
    control.record({ status: 400, decision: 'rejected', reason: 'The code is used.', parameters: { code: '***' } })
    await page.getByText('2 requests · live').waitFor()
    expect(await list.first().innerText()).toMatch(/400[\s\S]*token[\s\S]*rejected[\s\S]*The code is used\./)
    expect(await list.evaluateAll((items) => items.map(({ className }) => className))).toEqual(['rejected', ''])
    await list.first().getByText('Parameters').click()

    control.record({ endpoint: 'userinfo', status: 0, fault: 'drop' })
    await page.getByText('3 requests · live').waitFor()
    expect(await list.first().innerText()).toMatch(/dropped[\s\S]*fault: drop/)
    expect(await page.getByText('code=***').isVisible()).toBe(true)

    await page.getByRole('combobox', { name: 'Endpoint' }).selectOption('jwks')
    expect(await list.count()).toBe(1)
    await page.getByRole('combobox', { name: 'Endpoint' }).selectOption('')
    await click('Pause')
    control.record({ endpoint: 'par' })
    await page.getByText('3 requests · paused').waitFor()
    await click('Resume')
    await page.getByText('4 requests · live').waitFor()
    await click('Clear')
    await page.getByText('No requests yet').waitFor()
    expect(state.journal).toEqual([])
  })

  test('sets every kind of fault, and clears them', async () => {
    const { page, click, message, state } = await openView('faults')
    const kind = page.getByRole('combobox', { name: 'Kind' })
    await kind.selectOption('status')
    await page.getByRole('combobox', { name: 'Endpoint' }).selectOption('token')
    await page.getByLabel('How many requests').fill('2')
    await page.getByLabel('Status', { exact: true }).fill('500')
    await click('Set fault')
    await message('The fault is set.')
    expect(state.faults).toMatchObject([{ kind: 'status', endpoint: 'token', times: 2, status: 500 }])
    expect(await rows(page, 'Faults').first().innerText()).toMatch(/token\s+status\s+Status: 500\s+2 more/)

    await page.getByLabel('How many requests').fill('two')
    await click('Set fault')
    await message('How many requests must be a number.')
    await page.getByLabel('How many requests').fill('')
    const kinds = await kind.locator('option').allTextContents()
    for (const [index, one] of kinds.entries()) {
      await kind.selectOption(one)
      await click('Set fault')
      await page
        .getByRole('table', { name: 'Faults' })
        .locator(`tbody tr:nth-child(${index + 2})`)
        .waitFor()
    }
    expect(state.faults.slice(1).map((fault) => fault.kind)).toEqual(kinds)
    expect(state.faults.find((fault) => fault.kind === 'empty-jwks')).toMatchObject({ endpoint: 'jwks' })
    await click('Clear status at token')
    await message('The fault is cleared.')
    expect(state.faults).toHaveLength(kinds.length)
    await click('Clear all')
    await page.getByText('No faults are set.').waitFor()
    expect(state.faults).toEqual([])
  })

  test('moves, freezes and resets the clock', async () => {
    const { page, click, control } = await openView('clock')
    const near = (seconds: number) => expect(Math.abs(control.clock.state().offset - seconds)).toBeLessThan(3)
    await page.getByText('the system time').waitFor()
    await click('+1h')
    await page.getByText('1 h ahead of the system time').waitFor()
    await click('−5m')
    await page.getByText('55 min ahead of the system time').waitFor()
    near(3300)
    await click('Freeze')
    await page.getByText('frozen').waitFor()
    expect(control.clock.state().frozen).toBe(true)
    await click('Run')
    await page.getByText('running').waitFor()
    await page.getByLabel('Move by').fill('2030-01-01T00:00:00Z')
    await page.keyboard.press('Enter')
    await page
      .locator('#clock-now')
      .getByText(/^2030-01-01T00:00:/)
      .waitFor()
    await page.getByLabel('Move by').fill('-2d')
    await click('Go')
    await page
      .locator('#clock-now')
      .getByText(/^2029-12-30T00:00:/)
      .waitFor()
    await click('Reset')
    await page.getByText('the system time').waitFor()
    near(0)
  })

  test('mints, decodes and verifies tokens', async () => {
    const { page, click, message, state, control } = await openView('tokens')
    await page.getByLabel('Start from').selectOption('Expired')
    await click('Mint')
    await message('The token is minted.')
    expect(state.recipes).toEqual([{ claims: { exp: '-5m' } }])
    expect(await page.getByRole('textbox', { name: 'Token' }).inputValue()).toBe(control.token)
    expect(await page.locator('#decoded').innerText()).toMatch(
      /"alg": "ES256"[\s\S]*"sub": "alice"[\s\S]*exp\s+\d{4}-.*Z, in [45] min/,
    )
    await click('Verify')
    await page.getByText('Signed with a published key').waitFor()
    await page.getByRole('textbox', { name: 'Token' }).fill('eyJhIjoxLCJhIjoyfQ.bm8ganNvbg.')
    const decoded = await page.locator('#decoded').innerText()
    expect(decoded).toContain('{"a":1,"a":2}')
    expect(decoded).toContain('no json')
    await click('Verify')
    await page.getByText('The signature is wrong.').waitFor()
    await page.getByRole('combobox', { name: 'flaw' }).selectOption('claims/exp-past')
    await click('Mint')
    await expect.poll(() => state.recipes.at(-1)).toEqual({ flaw: 'claims/exp-past' })
    await page.getByLabel('Recipe').fill('{')
    await click('Mint')
    await message('The recipe is not JSON.')
  })

  test('asks for the control key if one is required, and stores it in the tab', async () => {
    const { page, click } = await openView('users', { controlKey: 'the key' })
    const field = page.getByLabel('Control key')
    await field.waitFor()
    expect(await page.getByRole('navigation').isVisible()).toBe(false)
    expect(await page.locator('#status').textContent()).toBe('')
    await field.fill('wrong')
    await click('Open')
    await page.locator('#status').getByText('Send the control key.').waitFor()
    await field.fill('the key')
    await page.keyboard.press('Enter')
    await rows(page, 'users').first().waitFor()
    await page.reload()
    await rows(page, 'users').first().waitFor()
    expect(await page.evaluate('localStorage.length')).toBe(0)
    // The browser logs every 401.
    expect(takeErrors().every((text) => text.includes('401'))).toBe(true)
  })

  test('explains how to turn on the control API if it is off', async () => {
    const { page } = await openView('users', { controlOff: true })
    await page.getByText('The control API is off').waitFor()
    expect(await page.locator('main').isVisible()).toBe(false)
    expect(takeErrors().every((text) => text.includes('404'))).toBe(true)
  })

  test('can be used by keyboard: skip link, menu, action', async () => {
    const { page, state } = await openView('keys')
    await rows(page, 'Keys').first().waitFor()
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').innerText()).toBe('Skip to content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => state.keys.length).toBe(4)
    expect(await page.locator(':focus').innerText()).toBe('Rotate all')
    expect(await page.locator('nav [aria-current]').innerText()).toBe('Keys')
  })
})
