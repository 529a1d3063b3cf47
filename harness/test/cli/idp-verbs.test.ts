import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedIdp, serveIdp } from '../../../mock-idp/adapters/node.ts'
import { runCommand } from './real-command.ts'

let served: ServedIdp
beforeAll(async () => {
  served = await serveIdp({ port: 0 })
})
afterAll(() => served.close())

const tell = async (...args: readonly string[]) => runCommand([...args, '--idp', served.url])

describe('mint', () => {
  test('prints one token and nothing else', async () => {
    const { code, stdout } = await tell('mint', '--claims', '{"sub":"alice","aud":"my-api"}', '--alg', 'ES256')
    expect(code).toBe(0)
    expect(decodeJwt(stdout.trim())).toMatchObject({ iss: served.url, sub: 'alice', aud: 'my-api' })
    expect(decodeProtectedHeader(stdout.trim()).alg).toBe('ES256')
  })

  test('knows the flaws of the suites by name', async () => {
    const late = await tell('mint', 'claims/exp-past', '--audience', 'my-api')
    const { exp = 0, aud } = decodeJwt(late.stdout.trim())
    expect([exp < Date.now() / 1000, aud]).toEqual([true, 'my-api'])
    const exact = await tell('mint', 'claims/expired-rejected[expired an hour ago]')
    expect(Date.now() / 1000 - (decodeJwt(exact.stdout.trim()).exp ?? 0)).toBeGreaterThan(3500)
    const none = await tell('mint', 'alg/none-rejected')
    expect(decodeProtectedHeader(none.stdout.trim()).alg).toMatch(/none/i)
    const unknown = await tell('mint', 'claims/nothing')
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('conformance mint --list')])
  })

  test('lists them', async () => {
    const { stdout } = await tell('mint', '--list')
    expect(stdout.split('\n').length).toBeGreaterThan(300)
    expect(stdout).toContain('claims/expired-rejected[expired an hour ago]')
  })

  test('says what to do where none runs', async () => {
    const { code, stderr } = await runCommand(['mint', '--idp', 'http://127.0.0.1:1'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('"auth-conformance idp" starts one')])
  })
})

describe('idp', () => {
  test.each([
    [['idp', 'clock', 'advance', '5m'], /"offset": 300/],
    [['idp', 'fault', 'status', '--at', 'jwks', '--times', '2', '--status', '503'], /"times": 2/],
    [['idp', 'faults'], /"kind": "status"/],
    [['idp', 'fault', 'content-type', '--at', 'jwks', '--body', '{"keys":[]}'], /"body": "{\\"keys/],
    [['idp', 'fault', 'huge-body', '--at', 'jwks', '--bytes', '1000', '--gzip'], /"gzip": true/],
    [['idp', 'rotate', '--alg', 'ES256'], /"current"/],
    [['idp', 'user', 'carol', '{"name":"Carol"}'], /^$/],
    [['idp', 'users'], /"carol"/],
    [['idp', 'settings', '{"signIn":"automatic"}'], /"automatic"/],
    [['idp', 'verify', 'nonsense'], /"valid": false/],
    [['idp', 'remove-user', 'carol'], /^$/],
    [['idp', 'client', 'shop', '{"redirectUris":["http://localhost/callback"]}'], /^$/],
    [['idp', 'clients'], /"shop"/],
    [['idp', 'remove-client', 'shop'], /^$/],
    [['idp', 'rotation', '3600', '--overlap', '60'], /^$/],
    [['idp', 'rotation', 'never'], /^$/],
    [['idp', 'user', 'dave', '--tenant', 'acme'], /^$/],
    [['idp', 'tenants'], /\/acme"/],
    [['idp', 'remove-tenant', 'acme'], /^true$/m],
    [['idp', 'journal'], /\[/],
    [['idp', 'reset'], /^$/],
    [['idp', 'faults'], /^\[\]$/],
  ])('%j', async (args, printed) => {
    const { code, stdout, stderr } = await tell(...args)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(printed)
  })

  test.each([
    [['idp', 'clock', 'dance'], /advance, freeze/],
    [['idp', 'withdraw', 'nowhere'], /nowhere/],
    [['idp', 'settings', '{"sign":"in"}'], /sign/],
    [['idp', 'fault', 'tantrum'], /tantrum|status/],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await tell(...args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })
})
