import { describe, expect, it } from 'vitest'
import { answered, observed } from '../../test/answered.ts'
import { selects } from './answer-filter.ts'

describe('an answer filter', () => {
  it('selects all answers when it is empty', () => {
    expect(selects({}, answered(200))).toBe(true)
    expect(selects({}, observed({}))).toBe(true)
  })

  it('selects by role, status, error, field and capture, all of which must hold', () => {
    const unauthorized = answered(401, [['www-authenticate', 'Bearer']])
    const login = { ...unauthorized, attempt: { captureMembers: ['access'] } }
    expect(selects({ role: 'control' }, unauthorized)).toBe(false)
    expect(selects({ status: 401, captures: false }, unauthorized)).toBe(true)
    expect(selects({ status: 401, captures: false }, login)).toBe(false)
    expect(selects({ error: true }, answered(399))).toBe(false)
    expect(selects({ error: true }, answered(400))).toBe(true)
    expect(selects({ error: true }, observed({}))).toBe(false)
    expect(selects({ field: 'WWW-Authenticate' }, unauthorized)).toBe(true)
    expect(selects({ field: 'WWW-Authenticate' }, answered(401, [['WWW-Authenticate', ' ']]))).toBe(false)
  })
})
