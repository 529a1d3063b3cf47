import { expect, it } from 'vitest'
import { type Answer, deriveFingerprint, isAccepted } from './fingerprint.ts'

const json = (status: number, value: unknown): Answer => ({
  status,
  mediaType: 'application/json',
  body: JSON.stringify(value),
})
const text = (status: number, body: string, mediaType = 'text/plain'): Answer => ({ status, mediaType, body })

const me = json(200, { subject: 'alice', role: 'reader', at: 1 })
const fingerprintOf = (...answers: readonly Answer[]) => {
  const fingerprint = deriveFingerprint(answers)
  if (!fingerprint) throw new Error('no answer was a success')
  return fingerprint
}

it('there is no fingerprint of rejections', () => {
  expect(deriveFingerprint([json(401, {}), text(302, '')])).toBeUndefined()
})

it('a body with the same members and other values counts as accepted', () => {
  const fingerprint = fingerprintOf(me, json(200, { subject: 'alice', role: 'reader', at: 2 }))
  expect(isAccepted(fingerprint, [json(401, {})], json(200, { subject: 'mallory', role: 'root', at: 3 }))).toBe(true)
})

it('a success of an unknown form counts as accepted', () => {
  expect(isAccepted(fingerprintOf(me), [json(401, {})], json(200, { other: 1 }))).toBe(true)
  expect(isAccepted(fingerprintOf(me), [json(401, {})], text(204, ''))).toBe(true)
})

it('an envelope that unknown credentials get with 200 counts as rejected', () => {
  const envelope = json(200, { error: true })
  expect(isAccepted(fingerprintOf(me), [envelope], json(200, { error: 'other' }))).toBe(false)
  expect(isAccepted(fingerprintOf(me), undefined, envelope)).toBe(false)
})

it('the protected content is found inside another answer, whatever its status', () => {
  const page = text(200, `<html><script>${me.body}</script></html>`, 'text/html')
  expect(isAccepted(fingerprintOf(me, me), undefined, page)).toBe(true)
  expect(isAccepted(fingerprintOf(me, me), [], json(401, { leaked: 'no' }))).toBe(false)
  expect(isAccepted(fingerprintOf(me, me), [], text(403, me.body))).toBe(true)
})

it('a short body is not looked for inside other answers', () => {
  const ok = fingerprintOf(text(200, 'ok'))
  expect(isAccepted(ok, [text(401, 'not ok')], text(401, 'not ok'))).toBe(false)
  expect(isAccepted(ok, [text(401, 'no')], text(200, 'ok'))).toBe(true)
})

it('a success without a body is recognised', () => {
  const empty = fingerprintOf(text(204, '', ''))
  expect(isAccepted(empty, [text(401, '', '')], text(204, '', ''))).toBe(true)
  expect(isAccepted(empty, [text(401, '', '')], text(401, '', ''))).toBe(false)
})
