import { expect, it } from 'vitest'
import { type Answer, deriveFingerprint, isAccepted } from './fingerprint.ts'

const json = (status: number, value: unknown): Answer => ({
  status,
  mediaType: 'application/json',
  body: JSON.stringify(value),
})
const text = (status: number, body: string, mediaType = 'text/plain'): Answer => ({ status, mediaType, body })

const me = json(200, { subject: 'alice', role: 'reader', at: 1 })
const learn = (...answers: readonly Answer[]) => {
  const fingerprint = deriveFingerprint(answers)
  if (!fingerprint) throw new Error('nothing was learned')
  return fingerprint
}

it('learns nothing from refusals', () => {
  expect(deriveFingerprint([json(401, {}), text(302, '')])).toBeUndefined()
})

it('recognises the same kind of body with other values', () => {
  const fingerprint = learn(me, json(200, { subject: 'alice', role: 'reader', at: 2 }))
  expect(isAccepted(fingerprint, [json(401, {})], json(200, { subject: 'mallory', role: 'root', at: 3 }))).toBe(true)
})

it('takes a success that nobody has seen before for served', () => {
  expect(isAccepted(learn(me), [json(401, {})], json(200, { other: 1 }))).toBe(true)
  expect(isAccepted(learn(me), [json(401, {})], text(204, ''))).toBe(true)
})

it('knows an envelope that strangers get with 200', () => {
  const envelope = json(200, { error: true })
  expect(isAccepted(learn(me), [envelope], json(200, { error: 'other' }))).toBe(false)
  expect(isAccepted(learn(me), undefined, envelope)).toBe(false)
})

it('finds the protected content inside another answer, whatever its status', () => {
  const page = text(200, `<html><script>${me.body}</script></html>`, 'text/html')
  expect(isAccepted(learn(me, me), undefined, page)).toBe(true)
  expect(isAccepted(learn(me, me), [], json(401, { leaked: 'no' }))).toBe(false)
  expect(isAccepted(learn(me, me), [], text(403, me.body))).toBe(true)
})

it('does not take an answer that is only part of the body, or too short to tell, for content', () => {
  const ok = learn(text(200, 'ok'))
  expect(isAccepted(ok, [text(401, 'not ok')], text(401, 'not ok'))).toBe(false)
  expect(isAccepted(ok, [text(401, 'no')], text(200, 'ok'))).toBe(true)
})

it('serves without a body', () => {
  const empty = learn(text(204, '', ''))
  expect(isAccepted(empty, [text(401, '', '')], text(204, '', ''))).toBe(true)
  expect(isAccepted(empty, [text(401, '', '')], text(401, '', ''))).toBe(false)
})
