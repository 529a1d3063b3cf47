import type { Exchange } from '../../model/exchange.ts'
import type { Finding, Verdict } from '../../model/finding.ts'
import type { Measurement } from '../../model/measurement.ts'
import type { ReportedFinding, Results } from '../../model/results.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** A forged token. */
export const jwt = `${part({ alg: 'none' })}.${part({ sub: 'mallory' })}.`

/** A request with the fields given, which was served. */
export const exchange = (...fields: readonly string[]): Exchange => ({
  request: { method: 'GET', text: `GET /me HTTP/1.1\nHost: 127.0.0.1:8000\n${fields.join('\n')}\n\n` },
  response: { status: 200, reason: 'OK', fields: [['content-type', 'text/plain']], body: 'welcome', bodyBytes: 7 },
  startedAt: 1,
  durationMs: 2,
})

/** A finding that failed. */
export const failed: Finding = {
  id: 'alg/none-rejected',
  check: 'alg/none-rejected',
  title: 'rejects unsigned tokens',
  level: 'MUST',
  severity: 'critical',
  spec: [{ document: 'RFC 7518', section: '§3.6', url: 'https://www.rfc-editor.org/rfc/rfc7518#section-3.6' }],
  fix: 'Allow only the algorithms that you use.',
  verdict: 'fail',
  vectors: [
    {
      vector: 'alg none',
      verdict: 'fail',
      expected: ['rejects the request'],
      received: '200 OK with the protected content',
      severity: 'critical',
      exchanges: [exchange(`Authorization: Bearer ${jwt}`)],
    },
  ],
}

/** The results of a run in which that was the only finding. */
export const results = (more: Partial<Results> = {}): Results => ({
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

/** A finding of a check that measures, with a measurement by the name of each vector. */
export const measured = (verdict: Verdict, vectors: Readonly<Record<string, Measurement>>): ReportedFinding => ({
  id: `timing/prefix-${verdict}`,
  check: `timing/prefix-${verdict}`,
  title: 'takes as long for every invalid token',
  level: 'security',
  severity: 'medium',
  spec: [{ document: 'CWE-208', section: '', url: 'https://cwe.mitre.org/data/definitions/208.html' }],
  fix: 'Compare by timingSafeEqual.',
  verdict,
  opinion: 'spec',
  vectors: Object.entries(vectors).map(([vector, measurement]) => ({
    vector,
    verdict,
    expected: ['takes as long for a wrong first byte as for wrong last bytes'],
    ...(verdict !== 'pass' && { received: 'a difference' }),
    severity: 'medium',
    exchanges: [],
    measurement,
  })),
})
