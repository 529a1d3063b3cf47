import { describe, expect, it } from 'vitest'
import { answered, config } from '../../harness/test/answered.ts'
import { acceptedInOrder, conflictsRejected } from './expect.ts'

const ok = answered(200, [], { accepted: true })

describe('several answers together', () => {
  it('warns of a connection that loses access, and fails one that keeps it', () => {
    const order = acceptedInOrder([true, false])
    expect(order.judge({ answers: [ok, answered(401)] })).toEqual({ kind: 'met' })
    expect(order.judge({ answers: [ok, ok] })).not.toHaveProperty('advisory')
    expect(order.judge({ answers: [answered(401), answered(401)] })).toMatchObject({ kind: 'broken', advisory: true })
    expect(order.judge({ answers: [ok] })).toMatchObject({ kind: 'broken' })
  })

  it('lets one position of conflicting credentials win with a warning, or as declared', () => {
    const conflicts = conflictsRejected([['first', 'last']])
    const no = answered(401)
    const declared = { ...config, accepts: { ...config.accepts, firstAuthorizationWins: true } }
    expect(conflicts.judge({ first: no, last: no })).toEqual({ kind: 'met' })
    expect(conflicts.judge({ first: ok, last: ok })).not.toHaveProperty('advisory')
    expect(conflicts.judge({ first: ok, last: no })).toMatchObject({ kind: 'broken', advisory: true })
    expect(conflicts.judge({ first: { ...ok, config: declared }, last: no })).toEqual({ kind: 'met' })
    expect(conflicts.judge({ first: { ...no, config: declared }, last: ok })).toMatchObject({ kind: 'broken' })
  })
})
