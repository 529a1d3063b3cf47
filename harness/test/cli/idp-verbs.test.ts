import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedIdp, serveIdp } from '../../../mock-idp/adapters/node.ts'
import { runCommand } from './support/real-command.ts'

let served: ServedIdp
beforeAll(async () => {
  served = await serveIdp({ port: 0 })
})
afterAll(() => served.close())

const tell = async (...args: readonly string[]) => runCommand([...args, '--idp', served.url])

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
  ])('%j is rejected', async (args, message) => {
    const { code, stderr } = await tell(...args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })
})
