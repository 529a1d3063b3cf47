import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ServedIdp, serveIdp } from '../adapters/node.ts'
import { connectIdp } from '../client.ts'
import type { ControlledIssuer } from '../index.ts'

let served: ServedIdp
let control: ControlledIssuer

beforeAll(async () => {
  served = await serveIdp({ port: 0, keys: ['ES256'] })
  control = await connectIdp(served.url)
})
afterAll(() => served.close())
beforeEach(() => control.reset())

const get = (path: string, init?: RequestInit) => fetch(served.url + path, { redirect: 'manual', ...init })
const jwks = () => get('/jwks')
const discovery = () => get('/.well-known/openid-configuration')

describe('a fault over a real socket', () => {
  test('status sends the status for the given number of requests', async () => {
    await control.faults.add({ kind: 'status', endpoint: 'jwks', times: 2, status: 502 })
    expect([(await jwks()).status, (await discovery()).status]).toEqual([502, 200])
    expect(await control.faults.list()).toMatchObject([{ kind: 'status', times: 1 }])
    expect([(await jwks()).status, (await jwks()).status]).toEqual([502, 200])
    expect(await control.faults.list()).toEqual([])
  })

  test('drop closes the connection without a response', async () => {
    await control.faults.add({ kind: 'drop', endpoint: 'jwks', times: 1 })
    await expect(jwks()).rejects.toThrow('fetch failed')
    expect((await jwks()).status).toBe(200)
    const [dropped] = await control.journal.entries({ endpoint: 'jwks', status: 0 })
    expect(dropped).toMatchObject({ fault: 'drop', status: 0 })
  })

  test('stall never responds, and ends when the client disconnects', async () => {
    await control.faults.add({ kind: 'stall', endpoint: 'jwks', times: 1 })
    await expect(get('/jwks', { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/)
    expect((await jwks()).status).toBe(200)
  })

  test('stall with a time drops the connection after it', async () => {
    await control.faults.add({ kind: 'stall', endpoint: 'jwks', times: 1, ms: 20 })
    await expect(jwks()).rejects.toThrow('fetch failed')
  })

  test('delay responds late', async () => {
    await control.faults.add({ kind: 'delay', endpoint: 'jwks', times: 1, ms: 60 })
    await jwks()
    const [entry] = await control.journal.entries({ endpoint: 'jwks' })
    expect(entry?.ms).toBeGreaterThan(50)
  })

  test('truncate closes the connection in the body, which the client notices', async () => {
    await control.faults.add({ kind: 'truncate', endpoint: 'jwks', times: 1, bytes: 10 })
    const response = await jwks()
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
  })

  test('truncate sends the given number of bytes, and logs no error', async () => {
    const printed = vi.spyOn(console, 'error')
    const whole = await (await jwks()).text()
    await control.faults.add({ kind: 'truncate', endpoint: 'jwks', times: 1, bytes: 10 })
    const { body, headers } = await jwks()
    const { value } = (await body?.getReader().read()) ?? {}
    expect(Buffer.from(value ?? []).toString()).toBe(whole.slice(0, 10))
    expect(headers.get('content-length')).toBe(String(whole.length))
    await jwks()
    expect(printed).not.toHaveBeenCalled()
    printed.mockRestore()
  })

  test('content-type and bad-json change the document', async () => {
    await control.faults.add({ kind: 'content-type', endpoint: 'jwks', times: 1 })
    expect((await jwks()).headers.get('content-type')).toBe('text/html')
    await control.faults.add({ kind: 'bad-json', endpoint: 'jwks', times: 1 })
    await expect((await jwks()).json()).rejects.toThrow(SyntaxError)
  })

  test('huge-body sends the given number of bytes', async () => {
    await control.faults.add({ kind: 'huge-body', endpoint: 'jwks', times: 1, bytes: 3_000_000 })
    expect((await (await jwks()).arrayBuffer()).byteLength).toBe(3_000_000)
  })

  test('huge-body can be sent slowly in chunks, or compressed', async () => {
    const huge = { kind: 'huge-body', endpoint: 'jwks', times: 1, bytes: 4_000_000 } as const
    await control.faults.add({ ...huge, bytes: 200_000, ms: 20 })
    const began = performance.now()
    expect((await (await jwks()).arrayBuffer()).byteLength).toBe(200_000)
    expect(performance.now() - began).toBeGreaterThan(50)
    await control.faults.add({ ...huge, gzip: true })
    const compressed = await jwks()
    expect(compressed.headers.get('content-encoding')).toBe('gzip')
    expect((await compressed.arrayBuffer()).byteLength).toBe(4_000_000)
  })

  test('content-type can send another JWK Set', async () => {
    const body = '{"keys":[{"kty":"oct","k":"AAAA"}]}'
    await control.faults.add({ kind: 'content-type', endpoint: 'jwks', contentType: 'application/jwk-set+json', body })
    const answer = await jwks()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/jwk-set+json'])
    expect(await answer.text()).toBe(body)
  })

  test('redirect points to a URL, or by default to itself', async () => {
    await control.faults.add({ kind: 'redirect', endpoint: 'jwks', times: 1, location: 'http://127.0.0.1:1/' })
    expect((await jwks()).headers.get('location')).toBe('http://127.0.0.1:1/')
    await control.faults.add({ kind: 'redirect', endpoint: 'jwks', times: 1 })
    expect((await jwks()).headers.get('location')).toBe(`${served.url}/jwks`)
  })

  test('stale-jwks sends the previous keys, empty-jwks sends none', async () => {
    const before = await control.jwks()
    await control.faults.add({ kind: 'stale-jwks' })
    await control.rotate({ mode: 'withdraw' })
    expect(await (await jwks()).json()).toEqual(before)
    await control.faults.clear()
    expect(await (await jwks()).json()).not.toEqual(before)
    await control.faults.add({ kind: 'empty-jwks' })
    expect(await (await jwks()).json()).toEqual({ keys: [] })
  })

  test('wrong-issuer changes the metadata', async () => {
    await control.faults.add({ kind: 'wrong-issuer', times: 1 })
    const { issuer } = (await (await discovery()).json()) as { readonly issuer: string }
    expect(issuer).toMatch(/^http:\/\/127\.0\.0\.1\.invalid:/)
    await control.faults.add({ kind: 'wrong-issuer', times: 1, issuer: 'https://other.example' })
    expect(await (await discovery()).json()).toMatchObject({ issuer: 'https://other.example' })
  })

  test('at every endpoint applies to all but the control API', async () => {
    await control.faults.add({ kind: 'status', endpoint: '*' })
    expect([(await jwks()).status, (await discovery()).status]).toEqual([503, 503])
    expect(await control.faults.list()).toHaveLength(1)
  })

  test('of one issuer does not affect others', async () => {
    await control.faults.add({ kind: 'status', endpoint: 'jwks' })
    expect((await get('/acme/jwks')).status).toBe(200)
  })
})
