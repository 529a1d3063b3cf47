import { describe, expect, it } from 'vitest'
import { intervalText, markdownTable, nanoseconds, shareText } from './markdown.ts'

describe('markdown', () => {
  it('writes tables', () => {
    expect(
      markdownTable([
        ['server', 'leaks'],
        ['a', 'no'],
      ]),
    ).toBe('| server | leaks |\n|---|---|\n| a | no |')
  })

  it('writes shares with their interval', () => {
    expect(shareText(0, 500)).toBe('0 of 500 = 0 % [0, 0.76]')
    expect(shareText(3, 500)).toBe('3 of 500 = 0.60 % [0.20, 1.7]')
    expect(shareText(10, 10)).toBe('10 of 10 = 100 % [72.2, 100]')
    expect(shareText(0, 0)).toBe('no runs')
  })

  it('writes nanoseconds', () => {
    expect(nanoseconds(9.94)).toBe('9.9')
    expect(nanoseconds(-14.4)).toBe('-14')
    expect(intervalText([-1.234, 99.6])).toBe('[-1.2, 100]')
  })
})
