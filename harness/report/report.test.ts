import { describe, expect, it } from 'vitest'
import type { Exchange, Finding } from '../model.ts'
import type { Results } from '../results.ts'
import { exitCode } from '../results.ts'
import { parseResults } from '../results-schema.ts'
import { viewJwt } from './jwt-view.ts'
import { curlFor } from './repeat.ts'
import { renderText } from './text.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = `${part({ alg: 'none' })}.${part({ sub: 'mallory' })}.`

const exchange = (...fields: readonly string[]): Exchange => ({
  request: { method: 'GET', text: `GET /me HTTP/1.1\nHost: 127.0.0.1:8000\n${fields.join('\n')}\n\n` },
  response: { status: 200, reason: 'OK', fields: [['content-type', 'text/plain']], body: 'welcome', bodyBytes: 7 },
  startedAt: 1,
  durationMs: 2,
})

const failed: Finding = {
  id: 'alg/none-rejected',
  check: 'alg/none-rejected',
  title: 'refuses unsigned tokens',
  level: 'MUST',
  severity: 'critical',
  spec: [{ document: 'RFC 7518', section: '§3.6', url: 'https://www.rfc-editor.org/rfc/rfc7518#section-3.6' }],
  fix: 'Allow only the algorithms that you use.',
  verdict: 'fail',
  vectors: [
    {
      vector: 'alg none',
      verdict: 'fail',
      expected: ['refuses the request'],
      received: '200 OK with the protected content',
      severity: 'critical',
      exchanges: [exchange(`Authorization: Bearer ${jwt}`)],
    },
  ],
}

const results = (more: Partial<Results> = {}): Results => ({
  schemaVersion: 1,
  tool: { name: 'auth-conformance', version: '0.0.0' },
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1500,
  requests: 12,
  target: { url: 'http://127.0.0.1:8000/me', method: 'GET', channel: 'Authorization: Bearer', credential: 'API_TOKEN' },
  rerun: 'conformance --target http://127.0.0.1:8000/me --token-env API_TOKEN',
  interrupted: false,
  summary: { pass: 0, fail: 1, warn: 0, skip: 0, inconclusive: 0, error: 0, executed: 1, vectors: 1 },
  findings: [{ ...failed, opinion: 'spec' }],
  ...more,
})

describe('the text report', () => {
  it('shows a failure as one reads it: sentence, source, expected, received, exchange, repeat, fix', () => {
    expect(renderText(results(), { color: false, verbose: false })).toMatchInlineSnapshot(`
      "auth-conformance 0.0.0  GET http://127.0.0.1:8000/me
      Authorization: Bearer ‹API_TOKEN›

      FAIL  alg/none-rejected  critical, MUST
        The server refuses unsigned tokens.
        RFC 7518 §3.6  https://www.rfc-editor.org/rfc/rfc7518#section-3.6
        [alg none]
        expected  refuses the request
        received  200 OK with the protected content
          > GET /me HTTP/1.1
          > Host: 127.0.0.1:8000
          > Authorization: Bearer eyJhbGci…
          >   header     {"alg":"none"}
          >   payload    {"sub":"mallory"}
          >   signature  empty
          < HTTP/1.1 200 OK
          < content-type: text/plain
          <
          < welcome
        repeat    conformance --target http://127.0.0.1:8000/me --token-env API_TOKEN --only 'alg/none-rejected[alg none]'
        fix       Allow only the algorithms that you use.

        alg        1 failed

      1 failed  (1 vectors, 12 requests, 1.5 s)
      "
    `)
  })

  it('colours only when asked', () => {
    expect(renderText(results(), { color: true, verbose: false })).toContain('\u001b[')
    expect(renderText(results(), { color: false, verbose: false })).not.toContain('\u001b[')
  })
})

describe('a JWT in a request', () => {
  it('is shown decoded', () => {
    expect(viewJwt(`Authorization: Bearer ${jwt}`)).toEqual({
      line: 'Authorization: Bearer eyJhbGci…',
      decoded: ['header     {"alg":"none"}', 'payload    {"sub":"mallory"}', 'signature  empty'],
    })
    expect(viewJwt('Authorization: Bearer abc')).toBeUndefined()
  })
})

describe('the line that repeats an exchange', () => {
  it('is curl, with the secret from the environment, where curl can send the same bytes', () => {
    expect(curlFor(exchange('Authorization: bearer ‹API_TOKEN›', 'X-Other: a b'), results())).toBe(
      'curl -i -H "Authorization: bearer $API_TOKEN" -H "X-Other: a b" "http://127.0.0.1:8000/me"',
    )
  })

  it.each([
    'Authorization: Bearer ‹API_TOKEN[0..9]›',
    'Authorization: Bearer \\x00',
    `Authorization: Bearer ${jwt}`,
    'Authorization:',
    'X-A: $(reboot)',
    'X-A: `reboot`',
    'no field',
  ])('is not curl for %s', (line) => {
    expect(curlFor(exchange(line), results())).toBeUndefined()
  })
})

describe('the exit code', () => {
  const summary = { pass: 3, fail: 0, warn: 0, skip: 0, inconclusive: 0, error: 0, executed: 3, vectors: 3 }
  const stop = { code: 'CREDENTIAL_REFUSED', message: '', next: '' } as const

  it.each([
    [0, { summary, findings: [] }, false],
    [0, { findings: [{ ...failed, opinion: 'spec', notPromised: 'silent' }] }, false],
    [1, { findings: [{ ...failed, opinion: 'spec', notPromised: 'silent' }] }, true],
    [1, { findings: [{ ...failed, opinion: 'documented' }] }, false],
    [1, {}, false],
    [0, { summary: { ...summary, warn: 1 }, findings: [] }, false],
    [1, { summary: { ...summary, warn: 1 } }, true],
    [1, { summary: { ...summary, inconclusive: 1 } }, true],
    [2, { summary: { ...summary, executed: 0 } }, false],
    [3, { stop }, false],
    [70, { summary: { ...summary, error: 1 } }, false],
    [130, { interrupted: true, stop }, false],
  ] as const)('is %i for %j (strict: %s)', (code, more, strict) => {
    expect(exitCode(results(more), { strict })).toBe(code)
  })
})

it('results fit their schema, and nothing else does', () => {
  expect(parseResults(JSON.parse(JSON.stringify(results())))).toEqual(results())
  expect(() => parseResults({ ...results(), token: 'secret' })).toThrow()
})
