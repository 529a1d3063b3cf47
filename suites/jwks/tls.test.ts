import { expect, test } from 'vitest'
import { answered } from '../../harness/test/answered.ts'
import { acceptedOverTls, certificateRejected } from './tls.ts'

const trial = { answers: [], requests: [], value: () => undefined }
const accepted = answered(200, [], { accepted: true })
const asked = ['GET /jwks.json']

test('the control is met, skipped without an authority, and unclear for a target that does not get that far', () => {
  const { judge } = acceptedOverTls()
  expect(judge({ ...trial, answers: [answered(401), accepted] }).kind).toBe('met')
  expect(judge({ ...trial, notTried: 'no {ca_file}' })).toEqual({ kind: 'skipped', reason: 'no {ca_file}' })
  expect(judge({ ...trial, answers: [answered(401)] })).toMatchObject({
    reason: expect.stringContaining('answered 401'),
  })
  expect(judge(trial)).toMatchObject({ kind: 'unclear', reason: expect.stringContaining('did not start') })
})

test('a certificate counts as accepted when keys are requested, and weighs more when they are used', () => {
  const { judge } = certificateRejected()
  expect(judge(trial).kind).toBe('met')
  expect(judge({ ...trial, answers: [answered(503), answered(401)] }).kind).toBe('met')
  expect(judge({ ...trial, answers: [answered(401)], requests: asked })).toEqual({
    kind: 'broken',
    received: 'it sent GET /jwks.json',
  })
  expect(judge({ ...trial, answers: [accepted], requests: asked })).toMatchObject({ kind: 'broken', severity: 'high' })
})
