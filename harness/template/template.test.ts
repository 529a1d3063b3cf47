import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterNames } from './filters/index.ts'
import { namesIn, renderText, renderValue } from './template.ts'

/** Texts that hold no placeholder. */
const plain = fc.string().filter((text) => !text.includes('{'))
const token = fc.string({ minLength: 1, unit: 'grapheme-ascii' })
const json = fc.jsonValue({ stringUnit: 'grapheme-ascii' })

describe('a template', () => {
  it('leaves every text without placeholders as it is', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(renderValue(value, {})).toEqual(value)
      }),
    )
  })

  it('leaves names that it does not know as they stand', () => {
    expect(renderText('{"text":"{canary}"} at {id}', { token: 'abc' })).toBe('{"text":"{canary}"} at {id}')
  })

  it('replaces a placeholder by its value, wherever it stands, and never renders a value again', () => {
    fc.assert(
      fc.property(plain, token, plain, (before, value, after) => {
        expect(renderText(`${before}{token}${after}`, { token: value })).toBe(before + value + after)
      }),
    )
    expect(renderText('{token}', { token: '{token}' })).toBe('{token}')
    expect(renderText('x{token}', { token: '{token|nothing}$&' })).toBe('x{token|nothing}$&')
  })

  it('keeps the type of a value that stands alone', () => {
    expect(renderValue({ exp: '{now}', fields: ['a: b', '{more}'] }, { now: 12, more: ['c: d', 'e: f'] })).toEqual({
      exp: 12,
      fields: ['a: b', 'c: d', 'e: f'],
    })
  })

  it('renders the names of members, too', () => {
    expect(renderValue({ '{scope}': true }, { scope: 'read' })).toEqual({ read: true })
  })

  it('comes to nothing where a value or a variant does not exist', () => {
    expect(renderValue({ path: ['{audience}'] }, { audience: undefined })).toBeUndefined()
    expect(renderText('a {token|uppercase}', { token: 'ABC' })).toBeUndefined()
    expect(renderText('{token|reversed}', { token: 'aba' })).toBeUndefined()
  })

  it('passes a value through its filters from left to right', () => {
    expect(renderText('Basic {token|prepend:x:|base64}', { token: 'abc' })).toBe('Basic eDphYmM=')
    expect(renderText('Basic {token|append::|base64}', { token: 'abc' })).toBe('Basic YWJjOg==')
  })

  it('tells an author about a filter that does not exist', () => {
    expect(() => renderText('{token|nonsense}', { token: 'abc' })).toThrow('no filter is named "nonsense"')
    expect(() => renderText('{token|first}', { token: 'abc' })).toThrow('needs a number')
  })

  it('names its placeholders', () => {
    expect(namesIn({ a: ['{token|first:1}{unknownToken}'], '{method}': 1 })).toEqual(
      new Set(['token', 'unknownToken', 'method']),
    )
  })
})

describe('filters', () => {
  const apply = (text: string, chain: string) => renderText(`{token|${chain}}`, { token: text })

  it('split a text into halves that make it again', () => {
    fc.assert(
      fc.property(token, (text) => {
        expect(renderText('{token|first-half}{token|second-half}', { token: text })).toBe(text)
        expect(renderText('{token|first:3}{token|without-first:3}', { token: text })).toBe(text)
        expect(renderText('{token|without-last:3}{token|last:3}', { token: text })).toBe(text)
      }),
    )
  })

  it.each(['reversed', 'uppercase', 'lowercase', 'swapped-case', 'mixed-case', 'other-case'])(
    '%s differs from its text, or does not exist',
    (filter) => {
      fc.assert(fc.property(token, (text) => apply(text, filter) !== text))
    },
  )

  it.each(['first-changed', 'last-changed', 'json', 'without-first', 'without-last', 'first-percent-encoded'])(
    '%s differs from every text',
    (filter) => {
      fc.assert(fc.property(token, (text) => apply(text, filter) !== text))
    },
  )

  it.each(['last-changed', 'without-last', 'without-last:4', 'append:aaaa'])(
    '%s leaves no text that decodes to the same bytes',
    (filter) => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 4, maxLength: 600 }), (bytes) => {
          const text = Buffer.from(bytes).toString('base64url')
          expect(Buffer.from(String(apply(text, filter)), 'base64url')).not.toEqual(Buffer.from(bytes))
        }),
      )
    },
  )

  it('altered changes the bytes wherever it falls, in a token of several parts', () => {
    const parts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 5 })
    const decoded = (text: string) => text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'))
    fc.assert(
      fc.property(parts, (bytes) => {
        const text = bytes.map((part) => Buffer.from(part).toString('base64url')).join('.')
        expect(decoded(String(apply(text, 'altered')))).not.toEqual(decoded(text))
      }),
    )
  })

  it('encode so that decoding gives the text again', () => {
    fc.assert(
      fc.property(token, (text) => {
        expect(Buffer.from(String(apply(text, 'base64')), 'base64').toString('latin1')).toBe(text)
        expect(Buffer.from(String(apply(text, 'base64url')), 'base64url').toString('latin1')).toBe(text)
        expect(decodeURIComponent(String(apply(text, 'percent-encoded')))).toBe(text)
        expect(decodeURIComponent(String(apply(text, 'first-percent-encoded')).slice(0, 3))).toBe(text[0])
        expect(JSON.parse(String(apply(text, 'json')))).toBe(text)
        expect(apply(text, 'each:x')).toHaveLength(text.length)
      }),
    )
  })

  it('have names that a placeholder can hold', () => {
    for (const name of filterNames) expect(name).toMatch(/^[a-z0-9-]+$/)
  })
})
