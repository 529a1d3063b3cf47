import { describe, expect, it } from 'vitest'
import { failed, measured, results } from '../test/report/sample-results.ts'
import { formatNames, formatOf } from './formats.ts'

const style = { color: false, verbose: false }
const stop = { code: 'CREDENTIAL_REFUSED', message: 'The credential was rejected.', next: 'Check it.' } as const

describe.each(formatNames)('the report format %s', (name) => {
  const { about, extension, render } = formatOf(name)

  it('is described for the help, and has files of its own', () => {
    expect(about).toMatch(/^[a-z].*[^.]$/)
    expect(formatNames.filter((other) => formatOf(other).extension === extension)).toEqual([name])
  })

  it('names every finding that did not pass, and its broken vectors', async () => {
    const verdicts = ['fail', 'warn', 'inconclusive', 'error'] as const
    const findings = verdicts.map((verdict) => ({ ...measured(verdict, {}), vectors: failed.vectors }))
    const text = await render(results({ findings }), style)
    for (const { id } of findings) expect(text).toContain(id)
    expect(text).toContain('alg none')
  })

  it('names the error that stopped a run', async () => {
    const text = await render(results({ stop, findings: [] }), style)
    expect(text).toContain(stop.code)
  })

  it('is the same for the same results', async () => {
    expect(await render(results(), style)).toBe(await render(results(), style))
  })
})
