import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMask } from './mask.ts'

const value = 'k7Qz-Xp2_Wm9vR4tLb8sYc3nHd6jFg1a'
const mask = createMask([{ name: 'API_TOKEN', value }])
const reversed = [...value].reverse().join('')
const flipped = value.replace(/[a-z]/gi, (letter) =>
  letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
)
const percent = Buffer.from(value).toString('hex').replace(/../g, '%$&')
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64')

describe('createMask', () => {
  it.each([
    ['the secret', `Bearer ${value}\r\n`, 'Bearer ‹API_TOKEN›\r\n'],
    ['all but its end', `${value.slice(0, -1)}!`, '‹API_TOKEN[0..30]›!'],
    ['its first half', `"${value.slice(0, 16)}"`, '"‹API_TOKEN[0..15]›"'],
    ['its middle', `<${value.slice(9, 15)}>`, '<‹API_TOKEN[9..14]›>'],
    [
      'it with one character changed',
      `${value.slice(0, 20)}#${value.slice(21)}`,
      '‹API_TOKEN[0..19]›#‹API_TOKEN[21..31]›',
    ],
    ['it twice', value + value, '‹API_TOKEN›‹API_TOKEN›'],
    ['it reversed', reversed, '‹API_TOKEN reversed›'],
    ['part of it reversed', reversed.slice(0, 10), '‹API_TOKEN[22..31] reversed›'],
    ['it in other case', `${flipped} ${value.toLowerCase()}`, '‹API_TOKEN in other case› ‹API_TOKEN in other case›'],
    ['its base64', base64(value), /^‹base64 of API_TOKEN›.=$/],
    ['its base64 after one byte', base64(`:${value}`), /^O.‹base64 of API_TOKEN›$/],
    ['its base64 after two bytes', base64(`x:${value}:y`), /^eD.‹base64 of API_TOKEN›.{3}$/],
    ['part of its base64', base64(value.slice(0, 16)), /^‹base64 of API_TOKEN\[0\.\.15\]›.==$/],
    ['every byte percent-encoded', percent, '‹percent-encoded API_TOKEN›'],
    ['five characters', value.slice(0, 5), value.slice(0, 5)],
    ['nothing of it', 'HTTP/1.1 401 Unauthorized', 'HTTP/1.1 401 Unauthorized'],
  ])('given %s', (_, text, expected) => {
    if (typeof expected === 'string') expect(mask(text)).toBe(expected)
    else expect(mask(text)).toMatch(expected)
  })

  it('knows JSON quoting, URL encoding and base64url of a secret that needs them', () => {
    const odd = 'a"b\\c+d/e"f\\g???>>>'
    const one = createMask([{ name: 'KEY', value: odd }])
    expect(one(JSON.stringify(odd))).toBe('"‹JSON KEY›"')
    expect(one(encodeURIComponent(odd))).toBe('‹URL-encoded KEY›')
    expect(one(Buffer.from(odd).toString('base64url'))).toMatch(/^‹base64url of KEY›.?$/)
  })

  it('leaves short parts of a secret of which only longer ones are masked', () => {
    const one = createMask([{ name: 'KEY', value: 'xxAuthenticatexxx', shortestPart: 14 }])
    expect(one('WWW-Authenticate: Basic')).toBe('WWW-Authenticate: Basic')
    expect(one('xxAuthenticatex')).toBe('‹KEY[0..14]›')
  })

  it('leaves parts of a secret that is one only as a whole', () => {
    const one = createMask([{ name: 'KEY', value, whole: true }])
    expect(one(`${value} ${value.slice(0, -1)} ${reversed}`)).toBe(`‹KEY› ${value.slice(0, -1)} ‹KEY reversed›`)
  })

  it('knows the UTF-8 bytes of a secret', () => {
    const one = createMask([{ name: 'KEY', value: 'påßwörd' }])
    expect(one('påßwörd')).toBe('‹KEY›')
    expect(one(Buffer.from('påßwörd').toString('latin1'))).toBe('‹KEY›')
  })

  it.each([
    ['abc', 'xabcx ab', 'x‹KEY›x ab'],
    ['abcdefgh', 'abc abcd efgh', 'abc ‹KEY[0..3]› ‹KEY[4..7]›'],
    ['abcdefghijk', 'abcde abcdef', 'abcde ‹KEY[0..5]›'],
    ['', 'abc', 'abc'],
  ])('is stricter with a short secret: %j', (secret, text, expected) => {
    expect(createMask([{ name: 'KEY', value: secret }])(text)).toBe(expected)
  })

  it('tells several secrets apart, and prefers the longer match', () => {
    const both = createMask([
      { name: 'ONE', value: 'commonprefix-one' },
      { name: 'TWO', value: 'commonprefix-two' },
    ])
    expect(both('commonprefix-two commonprefix-one commonpre')).toBe('‹TWO› ‹ONE› ‹ONE[0..8]›')
    const inside = createMask([
      { name: 'INNER', value: 'abcdefgh' },
      { name: 'OUTER', value: 'zabcdefghyx1234' },
    ])
    expect(inside('zabcdefghyx1234 abcdefgh')).toBe('‹OUTER› ‹INNER›')
  })

  it('learns more secrets, and forgets none', () => {
    const growing = createMask([{ name: 'ONE', value: 'commonprefix-one' }])
    growing.add({ name: 'access 1', value: 'commonprefix-two' })
    growing.add({ name: 'access 2', value: 'commonprefix-two' })
    expect(growing('commonprefix-two commonprefix-one')).toBe('‹access 1› ‹ONE›')
  })

  it('takes a megabyte in a moment', () => {
    const million = 'The quick brown fox. '.repeat(50_000)
    expect(mask(million)).toBe(million)
    expect(mask(value.repeat(32_768))).toBe('‹API_TOKEN›'.repeat(32_768))
  })
})

/** Lower case and digits: no run of it is in a label. */
const secret = fc.stringMatching(/^[g-z0-9+/"%\\_]{12,40}$/)
const unrelated = fc.string({ unit: fc.constantFrom('A', 'B', 'C', ' ', '\n', '‹', '›') })
const distort = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.slice(0, text.length / 2),
  (text) => text.slice(3, -1),
  (text) => text + text,
  (text) => [...text].reverse().join(''),
  base64,
  (text) => base64(`x:${text}`),
  (text) => base64(`:${text}`).replace(/\+/g, '-').replace(/\//g, '_'),
  encodeURIComponent,
  JSON.stringify,
  (text) => `${text.slice(0, 7)}\0${text.slice(7)}`,
)
const runs = (text: string) => Array.from({ length: Math.max(0, text.length - 5) }, (_, at) => text.slice(at, at + 6))
const textAround = fc.array(fc.oneof(distort, unrelated), { maxLength: 6 })
const render = (parts: readonly (string | ((text: string) => string))[], about: string) =>
  parts.map((part) => (typeof part === 'string' ? part : part(about))).join('')

describe('whatever the text', () => {
  it('no run of six characters of the secret, of its reverse or of its base64 is left', () => {
    const property = fc.property(secret, textAround, (about, parts) => {
      const masked = createMask([{ name: 'K', value: about }])(render(parts, about)).toLowerCase()
      const left = masked.replace(/‹[^‹›]*›/g, '\n')
      const forms = [about, [...about].reverse().join(''), base64(about).replace(/.=+$/, '')]
      for (const run of forms.flatMap(runs)) expect(left).not.toContain(run.toLowerCase())
    })
    fc.assert(property, { numRuns: 300 })
  })

  it('what has nothing of the secret stays as it is', () => {
    const property = fc.property(secret, unrelated, (about, text) => {
      expect(createMask([{ name: 'K', value: about }])(text)).toBe(text)
    })
    fc.assert(property)
  })

  it('masking twice is masking once', () => {
    const property = fc.property(secret, textAround, (about, parts) => {
      const once = createMask([{ name: 'K', value: about }])
      const masked = once(render(parts, about))
      expect(once(masked)).toBe(masked)
    })
    fc.assert(property)
  })
})
