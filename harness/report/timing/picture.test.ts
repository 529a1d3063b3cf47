import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { missingChromium } from '../../../mock-idp/test/support/chromium.ts'
import { useChromium } from '../../../mock-idp/test/support/use-chromium.ts'
import { leaking, series, unclear, withoutLeak } from '../../test/report/measured.ts'
import { axisOver, ticksOf } from './picture/axis.ts'
import { timingPicture } from './picture.ts'

const { interval: _, ...withoutInterval } = series({ blocks: 4 })

/** With very few blocks, and with names that would break out of the picture. */
const few = unclear({
  groups: { left: '</text><script>alert(1)</script>', right: `"quotes" & 'more', ${'and a long name '.repeat(7)}` },
  first: withoutInterval,
  histograms: {
    left: { from: 12_000, width: 100, counts: [1, 0, 3] },
    right: { from: 12_000, width: 100, counts: [0, 2, 2] },
    differences: { from: -10, width: 20, counts: [1, 0, 3] },
  },
})

const none = { from: 0, width: 0, counts: [] }
const empty = unclear({ first: withoutInterval, histograms: { left: none, right: none, differences: none } })

const pictures = {
  leak: leaking(),
  none: withoutLeak(),
  unclear: unclear(),
  few,
  empty,
  named: leaking({ groups: few.groups }),
}

/** Where marks of a class begin, and how wide they are. */
const marks = (svg: string, mark: string) =>
  [...svg.matchAll(new RegExp(`<(?:rect|line) class="${mark}" x1?="([\\d.]+)" (?:width|x2|y)="([\\d.]+)"`, 'g'))].map(
    ([, at]) => Number(at),
  )

describe('the picture of a measurement', () => {
  it.each(Object.entries(pictures))('has no undefined values: %s', (_, measurement) => {
    expect(timingPicture(measurement)).not.toMatch(/NaN|Infinity|undefined|false|<script/)
  })

  it('has a title and a description', () => {
    const svg = timingPicture(leaking())
    expect(svg).toContain('role="img"')
    expect(svg).toMatch(/<title>leak of 24 ns \[13, 36\], p = 0\.0004: .*<\/title>/)
    expect(svg).toMatch(/<desc>.*“wrong first byte” and “right up to its last bytes”.*<\/desc>/)
    expect(svg).toContain('1,600 blocks, 412,800 requests, 8 written at once, 31.4 s')
  })

  it('shows the interval beside zero where there is a leak, and over it where there is none', () => {
    // The first mark of each is that of the legend.
    const placesOf = (svg: string) => [marks(svg, 'zero')[1] ?? 0, marks(svg, 'band')[1] ?? 0] as const
    const [zero, band] = placesOf(timingPicture(leaking()))
    expect(band).toBeGreaterThan(zero)
    const [zeroOfNone, bandOfNone] = placesOf(timingPicture(withoutLeak()))
    expect(bandOfNone).toBeLessThan(zeroOfNone)
  })

  it('says so where the last bin also counts larger values', () => {
    const notes = (svg: string) => [svg.includes('the last bin holds all longer ones'), svg.includes('hold all beyond')]
    expect([notes(timingPicture(few)), notes(timingPicture(empty))]).toEqual([
      [true, true],
      [false, false],
    ])
  })

  it('shows neither interval nor its legend where no interval is known', () => {
    expect(marks(timingPicture(few), 'band')).toEqual([])
    expect(timingPicture(few)).not.toContain('at 99 %')
  })
})

describe('ticks', () => {
  it('are round values within the axis, with different texts', () => {
    const axis = fc
      .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1, max: 1e6, noNaN: true }))
      .map(([low, width]) => ({ low, high: low + width }))
    fc.assert(
      fc.property(axis, ({ low, high }) => {
        const ticks = ticksOf({ low, high }, 6)
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(7)
        expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length)
        for (const { value, text } of ticks) {
          expect(value).toBeGreaterThanOrEqual(low - 1e-6)
          expect(value).toBeLessThanOrEqual(high + 1e-6)
          expect(Number(text)).toBeCloseTo(value, 6)
        }
      }),
    )
  })

  it('have no more digits than they need', () => {
    const texts = (low: number, high: number) => ticksOf({ low, high }, 6).map(({ text }) => text)
    expect(texts(11.93, 12.47)).toEqual(['12.0', '12.1', '12.2', '12.3', '12.4'])
    expect(texts(-102, 150)).toEqual(['-100', '-50', '0', '50', '100', '150'])
  })
})

it('an axis of one value has a width', () => {
  const axis = axisOver([7], [0, 100])
  expect([axis.place(7), axis.high > axis.low]).toEqual([0, true])
})

const { open } = useChromium()

describe.skipIf(missingChromium)(`in Chromium${missingChromium ? `: ${missingChromium}` : ''}`, () => {
  test.each(['light', 'dark'] as const)(
    'every text is inside the picture, and can be read: %s',
    async (colorScheme) => {
      const page = await open('about:blank', { colorScheme })
      for (const measurement of Object.values(pictures)) {
        await page.setContent(timingPicture(measurement))
        const { outside, ground, ink, image } = await page.evaluate(measure)
        expect(outside).toEqual([])
        expect([ground, ink]).toEqual(
          colorScheme === 'dark'
            ? ['rgb(21, 28, 26)', 'rgb(228, 236, 233)']
            : ['rgb(255, 255, 255)', 'rgb(20, 32, 29)'],
        )
        expect(image).toBe('svg')
      }
    },
  )

  test('it is XML, so that it can be shown by itself', async () => {
    const page = await open('about:blank')
    for (const measurement of Object.values(pictures)) {
      await page.goto(`data:image/svg+xml;base64,${Buffer.from(timingPicture(measurement)).toString('base64')}`)
      expect(await page.locator('svg > title').textContent()).not.toBe('')
    }
  })
})

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Shown {
  readonly textContent: string
  readonly tagName: string
  getBBox(): Box
}

/** Runs in the page. */
const measure = () => {
  const { document, getComputedStyle } = globalThis as unknown as {
    document: { querySelector(selector: string): Shown; querySelectorAll(selector: string): Iterable<Shown> }
    getComputedStyle(element: Shown): { fill: string }
  }
  const ground = document.querySelector('.ground')
  const { width, height } = ground.getBBox()
  const outside = [...document.querySelectorAll('text')].filter((text) => {
    const box = text.getBBox()
    return box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height
  })
  return {
    outside: outside.map(({ textContent }) => textContent),
    ground: getComputedStyle(ground).fill,
    ink: getComputedStyle(document.querySelector('.words')).fill,
    image: document.querySelector('[role=img]').tagName,
  }
}
