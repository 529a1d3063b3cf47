import { expect, test } from 'vitest'
import { pageHeaders } from './headers.ts'

const policyOf = (formTargets?: readonly string[]) =>
  pageHeaders(formTargets && { formTargets })['Content-Security-Policy'] ?? ''

const formAction = (...formTargets: readonly string[]) => /form-action ([^;]*)/.exec(policyOf(formTargets))?.[1]

test('a page may only load files of the issuer', () => {
  expect(policyOf()).toBe(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  )
  expect(pageHeaders()).toMatchObject({
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  })
})

test.each([
  ['https://app.example/callback', "'self' http: https:"],
  ['http://127.0.0.1:4000/callback', "'self' http: https:"],
  ['com.example.app:/callback', "'self' com.example.app:"],
  ['javascript:alert(1)', "'self'"],
  ['data:text/html,x', "'self'"],
  ["x; script-src 'unsafe-inline'", "'self'"],
])('the response to a form may redirect to %s', (target, expected) => {
  expect(formAction(target)).toBe(expected)
})

test('no target can add anything else to the policy', () => {
  for (const target of ['https://a.example/;script-src *', "a:;script-src 'unsafe-inline'", 'b:\r\nSet-Cookie: x']) {
    expect(formAction(target)).toMatch(/^'self'( [\w.+-]+:)*$/)
    expect(policyOf([target]).split('; ')).toHaveLength(8)
  }
})

test('a page that may be in a frame still has the rest of the policy', () => {
  const headers = pageHeaders({ framed: true })
  expect(headers).not.toHaveProperty('X-Frame-Options')
  expect(headers['Content-Security-Policy']).not.toContain('frame-ancestors')
  expect(headers['Content-Security-Policy']).toContain("default-src 'none'")
})
