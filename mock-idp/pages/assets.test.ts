import { describe, expect, test } from 'vitest'
import { samplePages } from '../test/support/sample-pages.ts'
import { assetResponse, assets } from './assets.ts'
import { baseStyle } from './styles/base.ts'

const ask = (name: string, headers: Record<string, string> = {}) =>
  assetResponse(name, new Request('http://idp.test/', { headers }))

test('every file that a page refers to exists', () => {
  const named = Object.values(samplePages('', '')).flatMap((page) => [
    ...page.render().matchAll(/"\/_assets\/([^"]+)"/g),
  ])
  expect(new Set(named.map(([, name]) => name))).toEqual(new Set(assets.keys()))
})

test.each([...assets.keys()])('%s has a media type, and an entity tag for conditional requests', async (name) => {
  const response = ask(name)
  expect(response?.headers.get('content-type')).toMatch(/^(text\/(css|javascript); charset=utf-8|image\/svg\+xml)$/)
  const etag = response?.headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[\w-]{22}"$/)
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = ask(name, { 'if-none-match': known })
    expect([again?.status, await again?.text()]).toEqual([304, ''])
  }
  expect(ask(name, { 'if-none-match': '"other"' })?.status).toBe(200)
})

test.each(['', 'constructor', '../index.ts', 'page.css/'])('there is no file %j', (name) => {
  expect(ask(name)).toBeUndefined()
})

test.each(['dashboard.js', 'page.js', 'form-post.js'])('%s consists of self-contained functions', (name) => {
  const script = assets.get(name)?.body ?? ''
  expect(() => new Function(script)).not.toThrow()
  // Traces of a transformed import or of instrumentation by a tool.
  expect(script).not.toMatch(/\bimport\b|__vi_|__vite|require\(|cov_/)
  expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|localStorage/)
})

describe('contrast (WCAG 2.2, 1.4.3)', () => {
  const [light = '', dark = ''] = baseStyle.split('prefers-color-scheme: dark')
  const pairs = [
    ['ink', 'ground'],
    ['ink', 'panel'],
    ['ink', 'sunk'],
    ['quiet', 'ground'],
    ['quiet', 'panel'],
    ['quiet', 'sunk'],
    ['accent', 'panel'],
    ['accent', 'ground'],
    ['accent-strong', 'glow'],
    ['ink', 'glow'],
    ['quiet', 'glow'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['good', 'good-ground'],
    ['bad', 'bad-ground'],
    ['bad', 'panel'],
    ['warn', 'warn-ground'],
    ['panel', 'ink'],
    ['panel', 'bad'],
  ] as const

  test.each([
    ['light', light],
    ['dark', dark],
  ])('%s texts have at least 4.5 to 1', (_, style) => {
    for (const [text, ground] of pairs) {
      const ratio = contrast(colour(style, text), colour(style, ground))
      expect(ratio, `${text} on ${ground}: ${ratio.toFixed(2)}`).toBeGreaterThanOrEqual(4.5)
    }
    // Edges of fields (1.4.11).
    expect(contrast(colour(style, 'edge'), colour(style, 'panel'))).toBeGreaterThanOrEqual(3)
  })
})

const colour = (style: string, name: string): readonly number[] => {
  const hex = new RegExp(`--${name}: #([0-9a-f]{6})`).exec(style)?.[1] ?? ''
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
}

const luminance = (rgb: readonly number[]): number => {
  const [r = 0, g = 0, b = 0] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const contrast = (one: readonly number[], other: readonly number[]): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}
