import { expect, test } from 'vitest'
import { bitsAtMost } from './guessing.ts'

test.each([
  ['40716283', 27],
  ['0123456789abcdef0123456789abcdef', 128],
  ['hunter2', 37],
  ['', 0],
])('%s has at most %i bits', (text, bits) => expect(Math.ceil(bitsAtMost(text))).toBe(bits))
