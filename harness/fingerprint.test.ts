import { expect, it } from 'vitest'
import { type Answer, isServed, learnFingerprint } from './fingerprint.ts'

const json = (status: number, value: unknown): Answer => ({
  status,
  mediaType: 'application/json',
  body: JSON.stringify(value),
})
const text = (status: number, body: string, mediaType = 'text/plain'): Answer => ({ status, mediaType, body })

const me = json(200, { subject: 'alice', role: 'reader', at: 1 })
const learn = (...answers: readonly Answer[]) => {
  const fingerprint = learnFingerprint(answers)
  if (!fingerprint) throw new Error('nothing was learned')
  return fingerprint
}

it('learns nothing from refusals', () => {
  expect(learnFingerprint([json(401, {}), text(302, '')])).toBeUndefined()
})

it('recognises the same kind of body with other values', () => {
  const fingerprint = learn(me, json(200, { subject: 'alice', role: 'reader', at: 2 }))
  expect(isServed(fingerprint, [json(401, {})], json(200, { subject: 'mallory', role: 'root', at: 3 }))).toBe(true)
})

it('takes a success that nobody has seen before for served', () => {
  expect(isServed(learn(me), [json(401, {})], json(200, { other: 1 }))).toBe(true)
  expect(isServed(learn(me), [json(401, {})], text(204, ''))).toBe(true)
})

it('knows an envelope that strangers get with 200', () => {
  const envelope = json(200, { error: true })
  expect(isServed(learn(me), [envelope], json(200, { error: 'other' }))).toBe(false)
  expect(isServed(learn(me), undefined, envelope)).toBe(false)
})

it('finds the protected content inside another answer, whatever its status', () => {
  const page = text(200, `<html><script>${me.body}</script></html>`, 'text/html')
  expect(isServed(learn(me, me), undefined, page)).toBe(true)
  expect(isServed(learn(me, me), [], json(401, { leaked: 'no' }))).toBe(false)
  expect(isServed(learn(me, me), [], text(403, me.body))).toBe(true)
})

it('does not take an answer that is only part of the body, or too short to tell, for content', () => {
  const ok = learn(text(200, 'ok'))
  expect(isServed(ok, [text(401, 'not ok')], text(401, 'not ok'))).toBe(false)
  expect(isServed(ok, [text(401, 'no')], text(200, 'ok'))).toBe(true)
})

it('serves without a body', () => {
  const empty = learn(text(204, '', ''))
  expect(isServed(empty, [text(401, '', '')], text(204, '', ''))).toBe(true)
  expect(isServed(empty, [text(401, '', '')], text(401, '', ''))).toBe(false)
})
