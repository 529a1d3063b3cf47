import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedIdp, serveIdp } from '../../../mock-idp/adapters/node.ts'
import { flaws } from '../../../suites/flaws.ts'
import { flawsOf, mintFlaw } from '../../cli/mint/flaw.ts'
import { runCommand } from './support/real-command.ts'

let served: ServedIdp
beforeAll(async () => {
  served = await serveIdp({ port: 0, flaws: flawsOf() })
})
afterAll(() => served.close())

const mint = async (...args: readonly string[]) => runCommand(['mint', ...args, '--idp', served.url])

test('prints one token and nothing else', async () => {
  const { code, stdout } = await mint('--claims', '{"sub":"alice","aud":"my-api"}', '--alg', 'ES256')
  expect(code).toBe(0)
  expect(decodeJwt(stdout.trim())).toMatchObject({ iss: served.url, sub: 'alice', aud: 'my-api' })
  expect(decodeProtectedHeader(stdout.trim()).alg).toBe('ES256')
})

test('mints a flaw by its id, and keeps what else was asked for', async () => {
  const { stdout } = await mint('--flaw', 'expired', '--audience', 'my-api')
  const { exp = 0, aud } = decodeJwt(stdout.trim())
  expect(Date.now() / 1000 - exp).toBeGreaterThan(3500)
  expect(aud).toBe('my-api')
})

test('names the list of flaws when one is unknown', async () => {
  const { code, stderr } = await mint('--flaw', 'nothing')
  expect([code, stderr]).toEqual([2, expect.stringContaining('conformance mint --list')])
})

test('lists the flaws', async () => {
  const { stdout } = await mint('--list')
  expect(stdout.trimEnd().split('\n').length).toBe(flaws.length)
  expect(stdout).toMatch(/^alg-none +a token without a signature, whose alg is none \(CVE-2015-2951, /m)
})

test('says what to do where none runs', async () => {
  const { code, stderr } = await runCommand(['mint', '--idp', 'http://127.0.0.1:1'])
  expect([code, stderr]).toEqual([3, expect.stringContaining('"auth-conformance idp" starts one')])
})

test('the help has an example of each flag of its own, and every example works', async () => {
  const { stdout: help } = await runCommand(['mint', '--help'])
  const examples = help.split('Examples:\n')[1]?.trim().split('\n') ?? []
  expect(examples.length).toBeGreaterThan(3)
  for (const example of examples) {
    const words = [...example.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
    expect(words.slice(0, 2)).toEqual(['conformance', 'mint'])
    const { code, stdout, stderr } = await mint(...words.slice(2))
    expect([example, code, stderr]).toEqual([example, 0, ''])
    if (!words.includes('--list')) expect(decodeProtectedHeader(stdout.trim())).toHaveProperty('alg')
  }
  const shown = examples.join(' ')
  for (const flag of ['--flaw', '--claims', '--header', '--alg', '--audience', '--list']) expect(shown).toContain(flag)
})

describe('the flaws of the suites', () => {
  const audience = { claims: { aud: 'my-api' } }
  const mintValid = () => served.idp.mint(audience)

  test.each(flaws)('$id: $about', async ({ id }) => {
    const token = await mintFlaw({ issuer: served.idp, id, recipe: audience })
    expect(token, 'no placeholder is left').not.toMatch(/\{[a-zA-Z][\w.|:-]*\}/)
    expect(token).not.toBe('')
    expect(token).not.toBe(await mintValid())
  })

  test('are known to the mock identity provider by their ids', async () => {
    const { flaws: known } = (await (await fetch(`${served.url}/_control/flaws`)).json()) as {
      readonly flaws: readonly { readonly id: string }[]
    }
    expect(known.map(({ id }) => id)).toEqual(flaws.map(({ id }) => id))
  })
})
