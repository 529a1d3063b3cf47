import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeRequest } from './request.ts'

const latin1 = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) })

describe('composeRequest', () => {
  it('writes request line, field lines and body, and nothing of its own', () => {
    const parts = { method: 'POST', target: '/a?b=c', fields: ['Host: a', 'content-LENGTH:2'], body: '{}' }
    expect(composeRequest(parts).toString('latin1')).toBe(
      'POST /a?b=c HTTP/1.1\r\nHost: a\r\ncontent-LENGTH:2\r\n\r\n{}',
    )
  })

  it('writes any byte as it is', () => {
    const one = fc.record({ method: latin1, target: latin1, fields: fc.array(latin1), body: latin1 })
    const property = fc.property(one, (parts) => {
      const lines = [`${parts.method} ${parts.target} HTTP/1.1`, ...parts.fields, '', parts.body]
      expect(composeRequest(parts).equals(Buffer.from(lines.join('\r\n'), 'latin1'))).toBe(true)
    })
    fc.assert(property)
  })

  it('rejects a character that is no byte, instead of sending another one', () => {
    expect(() => composeRequest({ method: 'GET', target: '/Ġ', fields: [] })).toThrow(RangeError)
  })
})
