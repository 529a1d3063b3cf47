import { expect, it } from 'vitest'
import { shuffled } from './shuffled.ts'

it('replaces each letter and digit, and keeps everything else', () => {
  const token = 'sk_Ab9-é.'.repeat(100)
  expect(shuffled(token)).toMatch(/^([a-z]{2}_[a-z]{2}\d-é\.){100}$/)
  expect(shuffled(token)).not.toBe(shuffled(token))
})
