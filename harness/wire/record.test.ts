import { describe, expect, it } from 'vitest'
import { createMask } from './masking/mask.ts'
import { recordExchange } from './record.ts'

const mask = createMask([{ name: 'API_TOKEN', value: 's3cr3t-0123456789' }])
const times = { startedAt: 1, durationMs: 2 }
const request = { method: 'GET', bytes: Buffer.from('GET / HTTP/1.1\r\n\r\n') }

const responding = (body: Buffer) =>
  recordExchange(
    request,
    {
      ...times,
      response: {
        status: 200,
        reason: 'OK \xff',
        fields: [['X-Echo', 'Bearer s3cr3t-0123456789\t']],
        body,
        reusable: true,
        streaming: false,
      },
    },
    mask,
  ).response

describe('recordExchange', () => {
  it('writes the request as printable text, secrets masked', () => {
    const bytes = Buffer.from('GET /\xe9 HTTP/1.1\r\nA: Bearer s3cr3t-0123456789\r\nB: \0\rc\nd\r\n\r\n', 'latin1')
    const exchange = recordExchange(
      { method: 'GET', bytes },
      { ...times, failure: { kind: 'reset', detail: 'd' } },
      mask,
    )
    const text = 'GET /\\xe9 HTTP/1.1\nA: Bearer ‹API_TOKEN›\nB: \\x00\\x0dc\\x0a\nd\n\n'
    expect(exchange).toEqual({ request: { method: 'GET', text }, failure: { kind: 'reset', detail: 'd' }, ...times })
  })

  it('masks and writes fields, reason and body of the response', () => {
    expect(responding(Buffer.from('{"é": "s3cr3t-0123456789"}\r\n\x1b[0m'))).toEqual({
      status: 200,
      reason: 'OK \\xff',
      fields: [['X-Echo', 'Bearer ‹API_TOKEN›\\x09']],
      body: '{"é": "‹API_TOKEN›"}\n\\x1b[0m',
      bodyBytes: 33,
    })
  })

  it('reads a body that is no UTF-8 as Latin-1', () => {
    expect(responding(Buffer.from([0x61, 0xe9]))?.body).toBe('aé')
  })

  it('cuts a long body, after masking', () => {
    const response = responding(Buffer.from(`${'s3cr3t-0123456789 '.repeat(20)}${'é'.repeat(3000)}`))
    expect(response?.body).toHaveLength(2048)
    expect(response?.body).not.toContain('s3cr3t')
    expect(response?.bodyBytes).toBe(6360)
  })

  it('masks the detail of a failure', () => {
    const failure = { kind: 'not-http', detail: 'a line of "s3cr3t-0123456789"' } as const
    expect(recordExchange(request, { ...times, failure }, mask).failure?.detail).toBe('a line of "‹API_TOKEN›"')
  })
})
