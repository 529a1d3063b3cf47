import { describe, expect, it } from 'vitest'
import { answered } from '../test/answered.ts'
import { noSecretTold } from './body.ts'

const judge = (...fields: readonly (readonly [string, string])[]) => noSecretTold().judge(answered(401, fields)).kind

describe('an error answer', () => {
  it('may set a cookie', () => {
    expect(judge(['Set-Cookie', 'JSESSIONID=‹cookie JSESSIONID 75›; Path=/; HttpOnly'])).toBe('met')
  })

  it.each([
    ['X-Session', '‹cookie JSESSIONID 75›'],
    ['Set-Cookie', 'token=‹API_TOKEN›'],
  ])('must not tell a secret in %s: %s', (name, value) => {
    expect(judge([name, value])).toBe('broken')
  })
})
