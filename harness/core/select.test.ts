import fc from 'fast-check'
import { expect, it } from 'vitest'
import { completeTargetConfig, staticCredential } from '../config/target-config.ts'
import type { Check } from '../model/check.ts'
import { skipReason } from './select.ts'
import { parseSelector, selects } from './selector.ts'

it('names the line that would enable what is skipped', () => {
  const given = { target: 'http://a/', credential: staticCredential('x', 'T') }
  const check = { needs: ['health'] } as unknown as Check
  expect(skipReason(check, completeTargetConfig(given))).toBe(
    "no open health endpoint is declared; in the configuration file: health: { path: '/health' }",
  )
  expect(skipReason(check, completeTargetConfig({ ...given, features: { health: { path: '/up' } } }))).toBeUndefined()
})

it('reads areas, ids and vectors', () => {
  expect(parseSelector('bearer')).toEqual({ prefix: 'bearer' })
  expect(parseSelector('bearer/no-scheme-rejected')).toEqual({ prefix: 'bearer/no-scheme-rejected' })
  expect(parseSelector('jws/empty-signature/crash')).toEqual({ prefix: 'jws/empty-signature' })
  expect(parseSelector('claims/aud-array[[other, ours]]')).toEqual({
    prefix: 'claims/aud-array',
    vector: '[other, ours]',
  })
})

it('rejects text that is no id, and never throws', () => {
  for (const text of ['', 'Bearer', 'a/b/c', 'a//b', 'a b']) expect(parseSelector(text)).toBeUndefined()
  fc.assert(fc.property(fc.string(), (text) => void parseSelector(text)))
})

it('selects whole names only', () => {
  expect(selects({ prefix: 'bearer' }, 'bearer/no-scheme-rejected')).toBe(true)
  expect(selects({ prefix: 'bear' }, 'bearer/no-scheme-rejected')).toBe(false)
  expect(selects({ prefix: 'alg/none' }, 'alg/none-rejected')).toBe(false)
})
