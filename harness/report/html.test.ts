import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it, test } from 'vitest'
import { missingChromium } from '../../mock-idp/test/support/chromium.ts'
import { useChromium } from '../../mock-idp/test/support/use-chromium.ts'
import type { Exchange } from '../model/exchange.ts'
import type { Verdict } from '../model/finding.ts'
import type { ReportedFinding, Results } from '../model/results.ts'
import { leaking, unclear, withoutLeak } from '../test/report/measured.ts'
import { exchange, failed, measured, results } from '../test/report/sample-results.ts'
import { renderHtml } from './html.ts'

const hostile = `</pre><script>document.title='broken in'</script><img src=x onerror="document.title='broken in'">"'&`

const hostileExchange: Exchange = {
  ...exchange(`Authorization: Bearer ${hostile}`),
  response: { status: 200, reason: hostile, fields: [['X-A', hostile]], body: hostile, bodyBytes: 9 },
}

/** The same hostile text in every field that a target, or the author of a results file, can fill. */
const hostileResults = (): Results =>
  results({
    target: { url: `http://127.0.0.1/?${hostile}`, method: hostile, channel: hostile, credential: hostile },
    rerun: hostile,
    findings: (['fail', 'inconclusive', 'pass', 'skip'] as const).map((verdict) => ({
      ...failed,
      id: `alg/${hostile}`,
      title: hostile,
      fix: hostile,
      reason: hostile,
      notPromised: hostile,
      opinion: 'spec',
      verdict,
      spec: [
        { document: hostile, section: hostile, url: `https://example.test/"${hostile}` },
        { document: 'script', section: '', url: 'javascript:alert(1)' },
      ],
      vectors: [
        {
          vector: hostile,
          verdict,
          expected: [hostile],
          received: hostile,
          notes: [hostile],
          severity: 'low',
          exchanges: [hostileExchange],
          measurement: leaking({ groups: { left: hostile, right: hostile } }),
        },
      ],
    })),
  })

const finding = (
  id: `${string}/${string}`,
  verdict: Verdict,
  more: Partial<ReportedFinding> = {},
): ReportedFinding => ({
  ...failed,
  id,
  check: id,
  verdict,
  opinion: 'spec',
  vectors: failed.vectors.map((vector) => ({ ...vector, verdict })),
  ...more,
})

const allVerdicts = (): Results =>
  results({
    findings: [
      finding('alg/passes', 'pass'),
      finding('alg/warns', 'warn', { severity: 'high' }),
      finding('alg/skips', 'skip', { reason: 'no key is declared', vectors: [] }),
      finding('key/skips', 'skip', { reason: 'no key is declared', vectors: [] }),
      finding('key/skips-else', 'skip', { reason: 'no limit is declared', vectors: [] }),
      finding('key/fails', 'fail', { severity: 'medium' }),
      finding('key/fails-worse', 'fail'),
      measured('pass', { static: withoutLeak() }),
      measured('inconclusive', { static: unclear() }),
    ],
  })

const idsIn = (html: string) => [...html.matchAll(/<code>(\w+\/[\w-]+)<\/code>/g)].map(([, id]) => id)

describe('the HTML report', () => {
  it('shows the worst first, then what was measured, then what passed and what was skipped, by reason', () => {
    const html = renderHtml(allVerdicts())
    expect(idsIn(html)).toEqual([
      ...['key/fails-worse', 'key/fails', 'timing/prefix-inconclusive', 'alg/warns', 'timing/prefix-pass'],
      ...['alg/passes', 'timing/prefix-pass', 'alg/skips', 'key/skips', 'key/skips-else'],
    ])
    expect([...html.matchAll(/<summary>(no .*)<\/summary>/g)].map(([, reason]) => reason)).toEqual([
      'no key is declared (2)',
      'no limit is declared (1)',
    ])
  })

  it('shows a failure with its source, what was expected and received, the exchange, how to repeat it and the fix', () => {
    const html = renderHtml(results())
    for (const text of [
      'GET http://127.0.0.1:8000/me',
      'The server rejects unsigned tokens.',
      '<a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.6">RFC 7518 §3.6</a>',
      '<dd>rejects the request</dd>',
      '<dd>200 OK with the protected content</dd>',
      '&gt;   payload    {&quot;sub&quot;:&quot;mallory&quot;}',
      '--only &#39;alg/none-rejected[alg none]&#39;',
      'Allow only the algorithms that you use.',
    ]) {
      expect(html).toContain(text)
    }
  })

  it('has a picture of every measurement', () => {
    const findings = [
      measured('fail', { static: leaking(), long: leaking() }),
      measured('pass', { one: withoutLeak() }),
    ]
    expect(renderHtml(results({ findings })).match(/<svg /g)).toHaveLength(3)
  })

  it('shows the last exchanges of many, and says so', () => {
    const exchanges = Array.from({ length: 30 }, (_, index) => exchange(`X-Turn: ${index}.`))
    const html = renderHtml(
      results({
        findings: [finding('rate/fails', 'fail', { vectors: failed.vectors.map((one) => ({ ...one, exchanges })) })],
      }),
    )
    expect(html).toContain('<summary>30 exchanges</summary>')
    expect(html).toContain('10 earlier ones are in results.json.')
    expect([html.includes('X-Turn: 9.'), html.includes('X-Turn: 10.')]).toEqual([false, true])
  })

  it('has no tally of a run that ended at its gate, and says why', () => {
    const stop = { code: 'CREDENTIAL_REFUSED', message: 'It answered 401.', next: 'Look at the token.' } as const
    const html = renderHtml({ ...allVerdicts(), stop })
    expect(html).toMatch(/Not tested\..*CREDENTIAL_REFUSED.*It answered 401\. Look at the token\./)
    expect(html).not.toMatch(/Suites|<h2>Passed|<h2>Skipped/)
    expect(idsIn(html)).toEqual(['key/fails-worse', 'key/fails', 'timing/prefix-pass', 'timing/prefix-inconclusive'])
  })

  it('tells the opinions of specifications and of a document apart', () => {
    const html = renderHtml({
      ...results({ system: { id: 'mcp-front', about: 'a front' } }),
      findings: [
        finding('alg/fails', 'fail', { notPromised: 'silent' }),
        finding('mcp-front/a', 'pass', { opinion: 'documented' }),
      ],
    })
    expect(html).toContain('1 of the failed not promised by the document')
    expect(html).toContain('The document of the system does not promise this: silent.')
  })

  it('allows its own styles and nothing else', () => {
    const html = renderHtml(allVerdicts())
    const [, escaped = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? []
    const policy = escaped.replaceAll('&#39;', "'")
    const styles = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style = '']) => style)
    expect(styles).toHaveLength(3)
    const hashes = styles.map((style) => createHash('sha256').update(style).digest('base64'))
    for (const hash of hashes) expect(policy).toContain(`'sha256-${hash}'`)
    expect(policy).toMatch(/^default-src 'none'; style-src [^;]*; base-uri 'none'; form-action 'none'$/)
    expect(policy).not.toContain('unsafe')
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'))
    expect(html).not.toMatch(/<script| style="| src=|<link/)
  })

  it('keeps hostile text as text', () => {
    const html = renderHtml(hostileResults())
    expect(html).not.toMatch(/<script|<img|href="javascript:/i)
    expect(html.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(40)
  })
})

const folder = await mkdtemp(join(tmpdir(), 'conformance-html-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The address of a page in a file, as people open it. */
async function pageOf(of: Results): Promise<string> {
  const file = join(folder, 'report.html')
  await writeFile(file, renderHtml(of))
  return pathToFileURL(file).href
}

const { open } = useChromium()

describe.skipIf(missingChromium)(`in Chromium${missingChromium ? `: ${missingChromium}` : ''}`, () => {
  test.each(['light', 'dark'] as const)(
    'it keeps its policy and fits narrow and wide screens: %s',
    async (colorScheme) => {
      const page = await open(await pageOf(allVerdicts()), { colorScheme })
      for (const width of [360, 1180]) {
        await page.setViewportSize({ width, height: 740 })
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      }
      const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor')
      expect(ground).toBe(colorScheme === 'dark' ? 'rgb(13, 18, 17)' : 'rgb(243, 245, 244)')
    },
  )

  test('hostile text is read as it was sent, and does nothing', async () => {
    const page = await open(await pageOf(hostileResults()), { viewport: { width: 360, height: 740 } })
    expect(await page.title()).toContain(hostile)
    expect(await page.locator('pre').first().textContent()).toContain(`< ${hostile}`)
    expect(await page.locator('script, img, iframe, link').count()).toBe(0)
    expect(await page.locator('svg title').first().textContent()).toContain(hostile)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  })

  test('an exchange unfolds on a click, and by itself on paper', async () => {
    const page = await open(await pageOf(results()))
    const sent = page.getByText('> GET /me HTTP/1.1')
    expect(await sent.isVisible()).toBe(false)
    await page.getByText('The exchange').click()
    expect(await sent.isVisible()).toBe(true)
    await page.getByText('The exchange').click()
    await page.emulateMedia({ media: 'print' })
    expect(await sent.isVisible()).toBe(true)
  })
})
