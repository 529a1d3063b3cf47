import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../model/exchange.ts'
import type { Finding, VectorOutcome } from '../../model/finding.ts'
import { failed } from '../../test/report/sample-results.ts'
import { answerKey, answerText } from './answer.ts'
import { causesOf, groupsOf } from './groups.ts'

/** The exchange of a request with this Authorization. */
const answered = (status: number, body: string, authorization = 'Bearer abcdefgh', reason = ''): Exchange => ({
  request: {
    method: 'GET',
    text: `GET /me HTTP/1.1\nHost: 127.0.0.1\nAuthorization: ${authorization}\n\n`,
  },
  response: { status, reason, fields: [['Content-Type', 'text/plain']], body, bodyBytes: body.length },
  startedAt: 1,
  durationMs: 1,
})

const unanswered = (kind: 'timeout' | 'reset', detail: string): Exchange => {
  const { response: _, ...rest } = answered(500, '')
  return { ...rest, failure: { kind, detail } }
}

const outcome = (vector: string, exchange: Exchange, more: Partial<VectorOutcome> = {}): VectorOutcome => ({
  vector,
  verdict: 'fail',
  expected: ['must reject the request'],
  received: String(exchange.response?.status),
  severity: 'medium',
  exchanges: [exchange],
  ...more,
})

const finding = (id: string, vectors: readonly VectorOutcome[], more: Partial<Finding> = {}): Finding => {
  const check = id.replace(/\/crash$/, '') as Finding['check']
  return { ...failed, severity: 'medium', id, check, vectors, ...more }
}

const express = (message: string, place: string, below = 'Layer.handle (/app/node_modules/express/layer.js:95:5)') =>
  `<pre>TypeError: ${message}<br> &nbsp; &nbsp;at Object.parse (node:internal/x:1:2)<br> &nbsp; &nbsp;at check (${place})<br> &nbsp; &nbsp;at ${below}</pre>`

const python = (line: number, error: string) =>
  `Traceback (most recent call last):\n  File "/venv/lib/python3.12/site-packages/a.py", line 9, in run\n    go()\n  File "/app/main.py", line ${line}, in check\n    x = y\n${error}\n`

const java = (line: number, below: number) =>
  `java.lang.IllegalStateException: no\n\tat java.base/java.util.Objects.get(Objects.java:1)\n\tat com.example.Auth.check(Auth.java:${line})\n\tat org.springframework.Filter.go(Filter.java:${below})\n`

const sameKey = (left: Exchange, right: Exchange) => answerKey(left) === answerKey(right)

describe('answers with one cause', () => {
  it.each([
    ['an id of the request', 'failed, request_id=4f1a', 'failed, request_id=77bc'],
    ['a UUID', 'id 0b8f4f6c-61d3-4e86-9e3d-0d9f8f2b6a01', 'id 1b8f4f6c-61d3-4e86-9e3d-0d9f8f2b6a02'],
    ['a date', 'at 2026-01-02T03:04:05.678Z', 'at 2026-11-22T13:14:15Z'],
    ['an address', 'object at 0x7f1234567890', 'object at 0x7f12345678a0'],
    ['the frames below', express('no', '/app/a.js:6:37'), express('no', '/app/a.js:6:37', 'next (/app/b.js:1:1)')],
    ['the message', express("reading 'a'", '/app/a.js:6:37'), express("reading 'b'", '/app/a.js:6:37')],
    ['a Python message', python(12, 'ValueError: abc'), python(12, 'ValueError: def')],
    ['the frames below in Java', java(12, 1), java(12, 2)],
  ])('differ in %s', (_, left, right) => {
    expect(sameKey(answered(500, left), answered(500, right))).toBe(true)
  })

  it.each([
    ['the place of the exception', express('no', '/app/a.js:6:37'), express('no', '/app/a.js:7:37')],
    ['the line in Python', python(12, 'ValueError: abc'), python(13, 'ValueError: abc')],
    ['the class', python(12, 'ValueError: abc'), python(12, 'KeyError: abc')],
    ['the line in Java', java(12, 1), java(13, 1)],
    ['a code', '{"code":1001}', '{"code":1002}'],
  ])('do not differ in %s', (_, left, right) => {
    expect(sameKey(answered(500, left), answered(500, right))).toBe(false)
  })

  it('may repeat what the request carried', () => {
    const echo = (value: string) => answered(500, `cannot read "${value}"`, `Bearer ${value}`)
    expect(sameKey(echo('first.token'), echo('other.token'))).toBe(true)
    expect(sameKey(answered(500, 'cannot read first'), answered(500, 'cannot read other'))).toBe(false)
  })

  it('have one status and one body, whatever they are', () => {
    const word = fc.stringMatching(/^[g-z]{1,8}$/)
    const answer = fc.record({ status: fc.integer({ min: 200, max: 599 }), words: fc.array(word, { maxLength: 4 }) })
    fc.assert(
      fc.property(answer, answer, (left, right) => {
        const [one, other] = [left, right].map(({ status, words }) =>
          answered(status, words.join(' '), 'Bearer 1234567'),
        )
        const equal = left.status === right.status && left.words.join(' ') === right.words.join(' ')
        return one !== undefined && other !== undefined && sameKey(one, other) === equal
      }),
    )
  })

  it('are named by the exception and its place, or by the body', () => {
    expect(answerText(answered(500, express('no', '/app/a.js:6:37'), '', 'Oops'))).toBe(
      '500 Oops: TypeError: no, at check (/app/a.js:6:37)',
    )
    expect(answerText(answered(500, '{"error":"x"}', '', 'Oops'))).toBe('500 Oops: {"error":"x"}')
    expect(answerText(answered(500, '<html><h1>Oops</h1>', '', 'Oops'))).toBe('500 Oops')
    expect(answerText(unanswered('timeout', 'no answer within 10 s'))).toBe('no answer within 10 s')
  })
})

describe('groups', () => {
  const crash = answered(500, 'Internal Server Error')
  const summary = (findings: readonly Finding[]) =>
    groupsOf(findings).map(({ cause, findings }) => [cause, ...findings.map(({ id, vectors }) => `${id} ${vectors}`)])

  it('hold the vectors of all findings with one answer; what a finding shares with no other stays with it', () => {
    const own = answered(200, 'welcome')
    expect(
      summary([
        finding('a/one/crash', [outcome('x', crash), outcome('y', answered(500, 'other'))]),
        finding('a/two/crash', [outcome('x', crash)]),
        finding('a/three', [outcome('x', own)]),
        finding('a/four', [outcome('x', own)]),
      ]),
    ).toEqual([
      ['answer', 'a/one/crash x', 'a/two/crash x'],
      ['rule', 'a/one/crash y'],
      ['rule', 'a/three x'],
      ['rule', 'a/four x'],
    ])
  })

  it('are named by the failure where no answer came, and by the reason where there is no verdict', () => {
    const inconclusive = { verdict: 'inconclusive', reason: 'the valid request failed', vectors: [] } as const
    expect(
      summary([
        finding('a/one/crash', [outcome('x', unanswered('timeout', 'no answer within 1000 ms'))]),
        finding('a/two/crash', [outcome('x', unanswered('timeout', 'no answer within 999 ms'))]),
        finding('a/three/crash', [outcome('x', unanswered('reset', 'reset'))]),
        finding('a/four', [], inconclusive),
        finding('a/five', [outcome('x', crash, { verdict: 'inconclusive', received: inconclusive.reason })], {
          verdict: 'inconclusive',
        }),
      ]),
    ).toEqual([
      ['failure', 'a/one/crash x', 'a/two/crash x'],
      ['rule', 'a/three/crash x'],
      ['reason', 'a/four ', 'a/five x'],
    ])
  })

  it('do not hold different rules that the same rejection breaks, nor valid requests that were rejected', () => {
    const rejection = answered(401, 'unauthorized')
    const accept = { expected: ['must accept the request'] }
    expect(
      summary([
        finding('a/one', [outcome('x', rejection, { received: '401 without WWW-Authenticate' })]),
        finding('a/two', [outcome('x', rejection, { received: '401 without WWW-Authenticate' })]),
        finding('a/three', [outcome('x', rejection, { received: 'no Cache-Control' })]),
        finding('a/four', [outcome('x', rejection, accept)]),
        finding('a/five', [outcome('x', rejection, accept)]),
      ]).map(([cause]) => cause),
    ).toEqual(['answer', 'rule', 'rule', 'rule'])
  })

  it('name concurrent requests as the cause, whatever came of them', () => {
    const race = finding('http/concurrent-requests', [outcome('x', crash), outcome('y', crash)])
    expect(summary([race, finding('a/one/crash', [outcome('x', crash)])])).toEqual([
      ['concurrent requests', 'http/concurrent-requests x,y'],
      ['rule', 'a/one/crash x'],
    ])
  })

  it('hold each broken vector once, and leave out what passed or was skipped', () => {
    const status = fc.constantFrom(200, 401, 500, 503)
    const verdict = fc.constantFrom('pass', 'fail', 'warn', 'inconclusive')
    const vector = fc.record({ status, verdict, body: fc.constantFrom('a', 'b') })
    const list = fc.array(fc.array(vector, { minLength: 1, maxLength: 4 }), { maxLength: 6 })
    fc.assert(
      fc.property(list, (all) => {
        const findings = all.map((vectors, index) =>
          finding(
            `a/${index}`,
            vectors.map((one, at) => outcome(String(at), answered(one.status, one.body), { verdict: one.verdict })),
            { verdict: vectors.find((one) => one.verdict !== 'pass')?.verdict ?? 'pass' },
          ),
        )
        const broken = findings.flatMap(({ id, vectors }) =>
          vectors.filter((one) => one.verdict !== 'pass').map((one) => `${id} ${one.vector}`),
        )
        const grouped = causesOf(findings).flatMap((cause) =>
          cause.findings.flatMap(({ id, vectors }) =>
            vectors.filter((one) => one.verdict !== 'pass').map((one) => `${id} ${one.vector}`),
          ),
        )
        expect([...grouped].sort()).toEqual([...broken].sort())
      }),
    )
  })
})
