import { once } from 'node:events'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWireClient } from './client.ts'
import { createDial } from './dial.ts'

// A key for this test only: self-signed for localhost until 2120.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3W3GWSF16Ojy+cLx
JUcCql+dTg+VzoJx5CsoU4xE2+OhRANCAATcPCpN3RldFwVmhk8tslUQyruae3Tt
SYWA7IWEIZaEx1CwC7D+euAazxo6SbeytKkwQNtpwxSoSQvu3n4vmlA3
-----END PRIVATE KEY-----`
const cert = `-----BEGIN CERTIFICATE-----
MIIBYDCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNw8Kk3dGV0XBWaG
Ty2yVRDKu5p7dO1JhYDshYQhloTHULALsP564BrPGjpJt7K0qTBA22nDFKhJC+7e
fi+aUDejSDBGMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBQt1QHwSNTAnnLYbDfzjyT0nTVhtTAKBggqhkjOPQQDAgNHADBE
AiANq6rCJdfE+4z7h2dddrwgRlnf3jswID0lTGoOoe0FgQIgWUu3np4ik5wyLaGq
eC+ObUg9CdMEwMCA69Ewv1oZOa0=
-----END CERTIFICATE-----`

const request = { method: 'GET', bytes: Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n') }
const answer = 'HTTP/1.1 204 No Content\r\n\r\n'

async function originOf(server: Server, scheme: string, host = 'localhost') {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return new URL(`${scheme}://${host}:${(server.address() as AddressInfo).port}`)
}

const tlsServer = () =>
  createTlsServer({ key, cert, ALPNProtocols: ['http/1.1'] }, (socket) => {
    socket.on('error', () => {})
    socket.on('data', () => socket.write(answer))
  })

function trust(certificate: string) {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, certificate])
  onTestFinished(() => setDefaultCACertificates(before))
}

describe('createDial', () => {
  it('looks a name up once, and again when the address stops working', async () => {
    const server = createTcpServer((socket) => socket.on('data', () => socket.end(answer)))
    const client = createWireClient({ origin: await originOf(server, 'http') })
    expect((await client.send(request)).response?.status).toBe(204)
    const { port } = server.address() as AddressInfo
    server.close()
    expect((await client.send(request)).failure?.kind).toBe('unreachable')
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    expect((await client.send(request)).response?.status).toBe(204)
  })

  it('connects to no other address than those that are given for a name', async () => {
    const server = createTcpServer((socket) => socket.on('data', () => socket.end(answer)))
    const origin = await originOf(server, 'http', 'name.invalid')
    const client = createWireClient({ origin, addresses: ['::1', '127.0.0.1'] })
    expect((await client.send(request)).response?.status).toBe(204)
    const { port } = origin
    const elsewhere = createWireClient({ origin: new URL(`http://localhost:${port}`), addresses: ['127.0.0.2'] })
    expect((await elsewhere.send(request)).failure?.kind).toBe('unreachable')
  })

  it('speaks TLS to a certificate that is trusted, fresh and kept alive', async () => {
    trust(cert)
    const origin = await originOf(tlsServer(), 'https')
    const client = createWireClient({ origin })
    onTestFinished(() => client.close())
    const [one, two] = [await client.send(request), await client.send(request)]
    expect([one.response?.status, two.response?.status]).toEqual([204, 204])
    const pooled = [await client.send({ ...request, pool: 'a' }), await client.send({ ...request, pool: 'a' })]
    expect(pooled.map(({ response }) => response?.status)).toEqual([204, 204])
  })

  it('does not speak to a certificate that is not trusted, or is for another name', async () => {
    const server = tlsServer()
    const untrusted = createWireClient({ origin: await originOf(server, 'https') })
    const detail = 'its certificate is self-signed and not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)'
    expect((await untrusted.send(request)).failure).toEqual({ kind: 'unreachable', detail })
    trust(cert)
    const { port } = server.address() as AddressInfo
    const misnamed = createWireClient({ origin: new URL(`https://127.0.0.1:${port}`) })
    expect((await misnamed.send(request)).failure?.detail).toMatch(/another host name/)
  })

  it('says so when the port does not speak TLS, or not at all', async () => {
    const plain = createTcpServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const client = createWireClient({ origin: await originOf(plain, 'https') })
    expect((await client.send(request)).failure).toEqual({
      kind: 'unreachable',
      detail: expect.stringMatching(/does not speak TLS/),
    })
    const silent = createTcpServer((socket) => socket.on('error', () => {}).resume())
    const patient = createWireClient({ origin: await originOf(silent, 'https'), connectTimeoutMs: 100 })
    expect((await patient.send(request)).failure).toEqual({
      kind: 'unreachable',
      detail: expect.stringMatching(/^no connection within \d+ ms$/),
    })
  })

  it('has only two schemes', () => {
    expect(() => createDial({ origin: new URL('ftp://localhost') })).toThrow(TypeError)
  })
})
