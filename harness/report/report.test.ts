import { describe, expect, it } from 'vitest'
import { resultsSchema } from '../model/results-schema.ts'
import { leaking, unclear, withoutLeak } from '../test/report/measured.ts'
import { exchange, failed, jwt, measured, results } from '../test/report/sample-results.ts'
import { viewJwt } from './jwt-view.ts'
import { curlFor } from './repeat.ts'
import { exitCode } from './results.ts'
import { renderText } from './text.ts'
import { timingLegend } from './timing/lines.ts'

describe('the text report', () => {
  it('shows a failure as one reads it: sentence, source, expected, received, exchange, repeat, fix', () => {
    expect(renderText(results(), { color: false, verbose: false })).toMatchInlineSnapshot(`
      "auth-conformance 0.0.0  GET http://127.0.0.1:8000/me
      Authorization: Bearer ‹API_TOKEN›

      FAILED  1 cause: 1 critical
        FAIL  critical  alg/none-rejected: rejects unsigned tokens

      FAIL  alg/none-rejected  critical, MUST
        The server rejects unsigned tokens.
        RFC 7518 §3.6  https://www.rfc-editor.org/rfc/rfc7518#section-3.6
        [alg none]
        expected  rejects the request
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

      FAILED  1 cause: 1 critical
        FAIL  critical  alg/none-rejected: rejects unsigned tokens
      1 failed  (1 vectors, 12 requests, 1.5 s)
      "
    `)
  })

  it('shows what was measured, whatever came of it: a pass in short, the rest with its finding', () => {
    const findings = [
      measured('pass', { static: withoutLeak(), 'as long': withoutLeak({ bound: 30 }) }),
      measured('inconclusive', { static: unclear() }),
      measured('fail', { static: leaking(), 'as long': leaking() }),
    ]
    const text = renderText(results({ findings }), { color: false, verbose: false })
    expect(text.slice(0, text.lastIndexOf('\n\n'))).toMatchInlineSnapshot(`
      "auth-conformance 0.0.0  GET http://127.0.0.1:8000/me
      Authorization: Bearer ‹API_TOKEN›

      FAILED  1 cause: 1 medium; 1 inconclusive
        FAIL          medium    timing/prefix-fail: takes as long for every invalid t…
        INCONCLUSIVE  medium    timing/prefix-inconclusive: takes as long for every i…

      FAIL  timing/prefix-fail  medium, security
        The server takes as long for every invalid token.
        CWE-208  https://cwe.mitre.org/data/definitions/208.html
        broken by 2 vectors: static · as long
        [static]
        expected  takes as long for a wrong first byte as for wrong last bytes
        received  a difference
        measured  leak of 24 ns [13, 36], p = 0.0004: “right up to its last bytes” takes longer than “wrong first byte”; seen twice
                  -102 ns ▁▁▁▁▁▁▁▁▂▂▃▃▄▅▆▇|▇█[████]█▇▇▆▅▄▃▃▂▂▁▁▁▁▁▁▁▁ 150 ns
        repeat    conformance --target http://127.0.0.1:8000/me --token-env API_TOKEN --only 'timing/prefix-fail[static]'
        [as long]  leak of 24 ns [13, 36], p = 0.0004: “right up to its last bytes” takes longer than “wrong first byte”; seen twice
          -102 ns ▁▁▁▁▁▁▁▁▂▂▃▃▄▅▆▇|▇█[████]█▇▇▆▅▄▃▃▂▂▁▁▁▁▁▁▁▁ 150 ns
        fix       Compare by timingSafeEqual.

      INCONCLUSIVE  timing/prefix-inconclusive  medium, security
        The server takes as long for every invalid token.
        CWE-208  https://cwe.mitre.org/data/definitions/208.html
        [static]
        expected  takes as long for a wrong first byte as for wrong last bytes
        received  a difference
        measured  inconclusive: could only exclude more than 141 ns; the target answered too unevenly
                  -120 ns [▁▁▁▁▁▁▁▂▂▃▄▄▅▆▇▇██|████▇▆▅▅▄▃▂▂▂▁▁▁▁▁▁▁  ] 140 ns
        repeat    conformance --target http://127.0.0.1:8000/me --token-env API_TOKEN --only 'timing/prefix-inconclusive[static]'
        fix       Compare by timingSafeEqual.

      PASS  timing/prefix-pass
        [static]  no leak larger than 12 ns at 99 %
          -120 ns ▁▁▁▁▁▁▁▂▂▃▃▄▅▅▆▇██[██|█]██▇▆▆▅▄▃▃▂▂▁▁▁▁▁▁▁▁ 126 ns
        [as long]  no leak larger than 30 ns at 99 %
          -120 ns ▁▁▁▁▁▁▁▂▂▃▃▄▅▅▆▇██[██|█]██▇▆▆▅▄▃▃▂▂▁▁▁▁▁▁▁▁ 126 ns

        differences of the blocks that were measured: | is zero, [ ] the interval

        passed   timing 1"
    `)
  })

  it('says nothing of measurements where there is none', () => {
    expect(renderText(results(), { color: false, verbose: false })).not.toContain(timingLegend)
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
  expect(resultsSchema.parse(JSON.parse(JSON.stringify(results())))).toEqual(results())
  expect(() => resultsSchema.parse({ ...results(), token: 'secret' })).toThrow()
  const { interval: _, ...withoutInterval } = leaking().first
  const raw = [{ blocks: [[1, 2.5, -3] as const], looks: [1] }]
  for (const measurement of [leaking(), withoutLeak(), unclear(), leaking({ first: withoutInterval, raw })]) {
    const timed = results({ findings: [measured('warn', { static: measurement })] })
    expect(resultsSchema.parse(JSON.parse(JSON.stringify(timed)))).toEqual(timed)
  }
  const timed = results({ findings: [measured('warn', { static: leaking({ seconds: Number.NaN }) })] })
  expect(() => resultsSchema.parse(JSON.parse(JSON.stringify(timed)))).toThrow(/seconds/)
})
