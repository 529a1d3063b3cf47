import { expect, it } from 'vitest'
import { viewJwt } from './jwt-view.ts'

const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
const unsigned = `${part({ alg: 'none' })}.${part({ sub: 'a' })}`

it.each([
  ['', 'empty'],
  ['AAAA', '3 bytes'],
  ['‹signature of API_TOKEN›', '‹signature of API_TOKEN›'],
  ['‹signature of API_TOKEN[0..40]›aaaa', '‹signature of API_TOKEN[0..40]›aaaa'],
])('decodes a token whose signature is recorded as "%s"', (signature, shown) => {
  expect(viewJwt(`Authorization: Bearer ${unsigned}.${signature}`)).toEqual({
    line: 'Authorization: Bearer eyJhbGci…',
    decoded: ['header     {"alg":"none"}', 'payload    {"sub":"a"}', `signature  ${shown}`],
  })
})

it('shows masked claims as they are recorded', () => {
  const [header] = unsigned.split('.')
  expect(viewJwt(`Bearer ${header}.‹claims of API_TOKEN›.`)?.decoded).toEqual([
    'header     {"alg":"none"}',
    'payload    ‹claims of API_TOKEN›',
    'signature  empty',
  ])
})

it('shows nothing of a line without one', () => {
  expect(viewJwt('Authorization: Bearer ‹API_TOKEN›')).toBeUndefined()
})
