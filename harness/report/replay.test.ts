import { describe, expect, it } from 'vitest'
import { leaking } from '../test/report/measured.ts'
import { decided, rawSeries } from '../test/report/raw.ts'
import { measured, results } from '../test/report/sample-results.ts'
import { agrees, renderReplay, replayAll } from './replay.ts'

const leak = decided(60)
const none = decided(0)

const replayed = (vectors: Parameters<typeof measured>[1]) =>
  replayAll(JSON.parse(JSON.stringify(results({ findings: [measured('fail', vectors)] }))))

describe('a replay', () => {
  it('comes to the same verdicts from the same series', () => {
    expect([leak.verdict, none.verdict]).toEqual(['leak', 'none'])
    const all = replayed({ leak, none })
    expect(all.map(agrees)).toEqual([true, true])
    expect(all.map(({ again }) => again?.first)).toEqual([leak.first, none.first])
  })

  it.each([
    ['another verdict', { leak: { ...leak, verdict: 'none' } }],
    ['a larger leak', { leak: { ...leak, first: { ...leak.first, difference: leak.first.difference + 10 } } }],
    ['a smaller bound', { none: { ...none, bound: 1 } }],
    ['another resolution', { none: { ...none, resolution: 0.001 } }],
    ['other blocks', { none: { ...none, raw: [rawSeries(60, 1), rawSeries(60, 2)] } }],
  ] as const)('tells a file in which there is %s', (_, vectors) => {
    expect(replayed(vectors).map(agrees)).toEqual([false])
  })

  it('says of each what was recorded, and what comes of it again', () => {
    const text = renderReplay(replayed({ none, forged: { ...leak, verdict: 'none', bound: 4 }, bare: leaking() }))
    // The tests of the statistics cover how a probability is computed.
    expect(text.replace(/(?<=leak of 64 ns ).*?(?=: )/, '…')).toMatchInlineSnapshot(`
      "same     timing/prefix-fail[none]
               no leak larger than 7.7 ns at 99 %
      differs  timing/prefix-fail[forged]
               recorded  no leak larger than 4 ns at 99 %
               again     leak of 64 ns …: “right up to its last bytes” takes longer than “wrong first byte”; seen twice
      no raw   timing/prefix-fail[bare]
               leak of 24 ns [13, 36], p = 0.0004: “right up to its last bytes” takes longer than “wrong first byte”; seen twice

      2 decided again, 1 differ
      "
    `)
  })

  it('rejects incomplete series', () => {
    expect(() => replayed({ one: { ...none, raw: [] } })).toThrow(RangeError)
    expect(() => replayed({ one: { ...none, raw: [{ blocks: [], looks: [] }] } })).toThrow(RangeError)
  })
})
