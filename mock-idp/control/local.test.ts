import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ServedIdp, serveIdp } from '../adapters/node.ts'
import { connectIdp } from '../client.ts'
import type { ControlledIssuer } from '../index.ts'

let served: ServedIdp
const controls: Record<string, ControlledIssuer> = {}

beforeAll(async () => {
  // A fixed system time, so that no second passes between two steps of a test.
  const systemTime = Date.now()
  served = await serveIdp({ port: 0, keys: ['ES256'], clock: () => systemTime })
  controls['in process'] = served.idp
  controls['over HTTP'] = await connectIdp(served.url)
})
afterAll(() => served.close())

const form = 'grant_type=client_credentials&client_id=conformance&client_secret=conformance-secret'
const requestToken = async (path = '') => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(`${served.url}${path}/token`, { method: 'POST', headers, body: form })
  return (await response.json()) as { readonly access_token: string; readonly error?: string }
}

describe.each(['in process', 'over HTTP'])('the control of an issuer %s', (name) => {
  const control = (): ControlledIssuer => controls[name] ?? served.idp
  beforeEach(() => served.idp.reset())

  test('moves the clock', async () => {
    const { clock } = control()
    const { now } = await clock.state()
    expect((await clock.advance('1h')).offset).toBe(3600)
    expect(decodeJwt((await requestToken()).access_token).exp).toBeGreaterThan(now + 3600)
    expect(await clock.set('2030-01-01T00:00:00Z')).toMatchObject({ now: 1_893_456_000, frozen: false })
    expect((await clock.freeze()).frozen).toBe(true)
    expect((await clock.advance(-60)).now).toBeLessThan(1_893_456_000)
    expect((await clock.resume()).frozen).toBe(false)
    expect(await clock.reset()).toMatchObject({ offset: 0, frozen: false })
    await expect(clock.advance('soon')).rejects.toMatchObject({ code: 'OPTIONS' })
    await expect(clock.set('never')).rejects.toMatchObject({ code: 'OPTIONS' })
  })

  test('records requests and why they were rejected, without secrets', async () => {
    const { journal } = control()
    await requestToken()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = form.replace('conformance-secret', 'a-wrong-secret')
    await fetch(`${served.url}/token`, { method: 'POST', headers, body })
    const entries = await journal.entries({ endpoint: 'token' })
    expect(entries).toMatchObject([
      { status: 200, decision: 'issued', client: 'conformance' },
      { status: 401, decision: 'rejected', reason: 'wrong or missing secret for client "conformance"' },
    ])
    expect(entries[1]?.parameters).toEqual({
      grant_type: 'client_credentials',
      client_id: 'conformance',
      client_secret: '***',
    })
    expect(JSON.stringify(entries)).not.toMatch(/conformance-secret|a-wrong-secret/)
    expect(await journal.entries({ status: 401 })).toHaveLength(1)
    await fetch(`${served.url}/jwks?token=secret`, { headers: { authorization: 'Bearer secret', cookie: 'a=secret' } })
    await fetch(`${served.url}/jwks`)
    const [forwarded, plain] = await journal.entries({ endpoint: 'jwks' })
    expect(forwarded?.credentials).toEqual(['Authorization', 'Cookie', 'query'])
    expect(plain).not.toHaveProperty('credentials')
    expect(JSON.stringify(forwarded)).not.toContain('secret')
    await journal.clear()
    expect(await journal.entries()).toEqual([])
  })

  test('waits for requests, until the timeout', async () => {
    const { journal } = control()
    const waiting = journal.wait({ endpoint: 'jwks', count: 2 })
    await fetch(`${served.url}/jwks`)
    await fetch(`${served.url}/jwks`)
    expect(await waiting).toHaveLength(2)
    expect(await journal.wait({ endpoint: 'userinfo', timeout: 10 })).toEqual([])
  })

  test('withdraws and restores a key', async () => {
    const [key] = await control().keys()
    const kid = key?.kid ?? ''
    await control().withdraw(kid)
    expect((await control().jwks()).keys.map((one) => one.kid)).not.toContain(kid)
    await control().restore(kid)
    expect((await control().jwks()).keys.map((one) => one.kid)).toContain(kid)
    await expect(control().restore('nowhere')).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
  })

  test('rotates keys by schedule', async () => {
    await control().scheduleRotation({ every: 3600, overlap: 60 })
    const [before] = await control().keys()
    await control().clock.advance('61m')
    const active = (await control().keys()).filter((key) => key.active)
    expect(active.map(({ kid }) => kid)).not.toContain(before?.kid)
    await control().scheduleRotation(null)
  })

  test('changes users, clients and settings', async () => {
    const { users, clients, settings } = control()
    await users.put({ sub: 'carol/1', claims: { name: 'Carol' } })
    expect((await users.list()).map(({ sub }) => sub)).toContain('carol/1')
    await users.remove('carol/1')
    expect((await users.list()).map(({ sub }) => sub)).not.toContain('carol/1')
    await clients.put({ clientId: 'app', clientSecret: 'app-secret' })
    expect(await clients.list()).toContainEqual({ clientId: 'app' })
    await clients.remove('app')
    const claims = [{ when: { client: 'conformance' }, claims: { role: 'admin' } }]
    expect(await settings.change({ lifetimes: { accessToken: 60 }, claims })).toMatchObject({ claims })
    const issued = decodeJwt((await requestToken()).access_token)
    expect(issued.role).toBe('admin')
    expect((issued.exp ?? 0) - (issued.iat ?? 0)).toBe(65)
    expect((await settings.get()).lifetimes).toMatchObject({ accessToken: 60, code: 60 })
  })

  test('verifies a token and gives the reason', async () => {
    const token = await control().mint({ claims: { sub: 'a' } })
    expect(await control().verify(token)).toMatchObject({ valid: true, claims: { sub: 'a' } })
    const late = await control().mint({ claims: { exp: '-5m' } })
    expect(await control().verify(late)).toMatchObject({ valid: false, reason: expect.stringContaining('expired') })
    expect(await control().verify('nonsense')).toMatchObject({ valid: false })
  })

  test('resets everything', async () => {
    await control().rotate({ mode: 'withdraw' })
    await control().faults.add({ kind: 'status', endpoint: 'token' })
    await control().clock.freeze()
    const current = await control().jwks()
    await control().reset()
    expect(await control().jwks()).not.toEqual(current)
    expect([await control().faults.list(), (await control().clock.state()).frozen]).toEqual([[], false])
  })
})

test('issuers are controlled separately', async () => {
  const acme = await connectIdp(served.url, { tenant: 'acme' })
  expect(acme.issuer).toBe(`${served.url}/acme`)
  await acme.clock.freeze()
  expect((await served.idp.clock.state()).frozen).toBe(false)
  expect((await acme.jwks()).keys).not.toEqual((await served.idp.jwks()).keys)
  expect(decodeJwt((await requestToken('/acme')).access_token).iss).toBe(acme.issuer)
})
