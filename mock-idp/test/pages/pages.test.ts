import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dashboardPage } from '../../pages/dashboard.ts'
import { signInPage } from '../../pages/sign-in.ts'
import { signedOutPage } from '../../pages/signed-out.ts'
import { samplePages } from '../support/sample-pages.ts'

const pages = Object.entries(samplePages('/blue', 'http://idp.test'))

/** The tags with the names of their attributes. They would change if a text became markup. */
const skeleton = (page: string): readonly string[] =>
  [...page.matchAll(/<([!/]?[a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?|[^<>])*)>/gi)].map(
    ([, tag, rest = '']) => `${tag} ${[...rest.replaceAll(/="[^"]*"/g, '=').matchAll(/[^\s]+/g)].join(' ')}`,
  )

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

describe.each(pages)('%s', (_, page) => {
  test('escapes all texts', () => {
    const hostile = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'<>"\'&=/ abc\n\0', '<script>', '-->', 'onload=', '&lt;', '${') }),
      fc.string({ unit: 'binary' }),
    )
    const expected = skeleton(page.render())
    fc.assert(
      fc.property(hostile, (text) => {
        expect(skeleton(page.renderWith((own) => own + text))).toEqual(expected)
      }),
      { numRuns: 50 },
    )
  })

  test('has no inline content that its policy would block', () => {
    const html = page.render()
    expect(html).not.toMatch(/\s(style|on\w+)=/)
    for (const [tag, body] of html.matchAll(/<script[^>]*>([^<]*)/g)) {
      expect([tag.includes(' src="/blue/_assets/'), body]).toEqual([true, ''])
    }
    expect(html).not.toMatch(/<(style|iframe|object|base|meta http)/)
  })

  test('has a language, one visible main heading, and a label for every field', () => {
    const html = page.render()
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(html).toMatch(/<title>[^<]+<\/title>/)
    expect(html).toMatch(/<h1/)
    const fields = [...html.matchAll(/<(?:input|textarea|select)(?![^>]*type="hidden")[^>]* id="([^"]+)"[^>]*>/g)]
    for (const [field, id] of fields) {
      expect([id, html.includes(`for="${id}"`) || field.includes('aria-labelledby=')]).toEqual([id, true])
    }
  })
})

describe('the fields of forms', () => {
  const fieldsOf = (path: string): readonly (readonly [string, string])[] => {
    const html = samplePages('', 'http://idp.test')[path]?.render() ?? ''
    return [...html.matchAll(/<(?:input|button)[^>]* name="([^"]*)"[^>]*?(?: value="([^"]*)")?[ >]/g)].map(
      ([, name = '', value = '']) => [name, unescaped(value)] as const,
    )
  }

  test.each([
    ['/sign-in', 'user', 'bob'],
    ['/sign-in', 'interaction', 'interaction-1'],
    ['/sign-in', 'csrf', 'csrf-1'],
    ['/sign-in', 'cancel', '1'],
    ['/sign-in-wrong', 'sub', 'carol'],
    ['/sign-in-password-wrong', 'username', 'alice'],
    ['/consent', 'granted_scope', 'photos.write'],
    ['/consent', 'allow', '1'],
    ['/consent', 'deny', '1'],
    ['/device-wrong', 'user_code', 'WDJB-MJHX'],
    ['/device-confirm', 'user_code', 'WDJB-MJHT'],
    ['/sign-out', 'confirm', 'c-1'],
    ['/form-post', 'state', '"><script>'],
  ])('%s: %s=%s', (path, name, value) => {
    expect(fieldsOf(path)).toContainEqual([name, value])
  })

  test('with passwords, there is no choice without one', () => {
    expect(fieldsOf('/sign-in-password').map(([name]) => name)).not.toContain('user')
  })
})

const signIn = {
  base: '',
  issuer: 'http://idp.test',
  clientName: 'App',
  scopes: [],
  users: [],
  action: '/sign-in',
  interaction: 'i',
  csrf: 'c',
}

test('keeps the input, and shows the error at its field', () => {
  const html = signInPage({ ...signIn, typed: { sub: 'carol', claims: '\n{"a": }' }, error: 'No JSON.' })
  expect(html).toMatch(
    /<textarea id="claims"[^>]*aria-describedby="claims-hint problem"[^>]*aria-invalid="true"[^>]*>\n\n\{&quot;a&quot;: \}<\/textarea>\n<p class="problem" id="problem" role="alert">No JSON\.</,
  )
})

test('the dashboard names the endpoints of its issuer', () => {
  const html = dashboardPage({ issuer: 'i', tenant: 'blue', origin: 'http://idp.test', base: '/blue' })
  const { endpoints } = JSON.parse(unescaped(/data-page="([^"]*)"/.exec(html)?.[1] ?? ''))
  expect(endpoints).toContainEqual({ name: 'token', url: 'http://idp.test/blue/token' })
  const url = 'http://idp.test/.well-known/oauth-authorization-server/blue'
  expect(endpoints).toContainEqual({ name: 'oauth-authorization-server', url })
})

test('a link back is only shown for web addresses', () => {
  const card = { base: '', issuer: 'http://idp.test' }
  expect(signedOutPage({ ...card, returnTo: 'https://app.example/' })).toContain('href="https://app.example/"')
  for (const returnTo of ['javascript:alert(1)', 'data:text/html,x', 'nonsense']) {
    expect(signedOutPage({ ...card, returnTo })).not.toContain(returnTo)
  }
})
