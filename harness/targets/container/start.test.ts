import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyNode } from '../../../mock-idp/container/context.ts'
import { runCommand } from '../../test/cli/support/real-command.ts'
import { startContainer } from './start.ts'

const image = 'auth-conformance-target:test'

const docker = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('docker', args)).stdout.trim()

const engine = await docker('info', '--format', '{{.OSType}}').catch(() => 'none')

/** Takes API_TOKEN, or tokens of ISSUER, whose keys it fetches. */
const program = `
import { createHash, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import { createServer } from 'node:http'
const { API_TOKEN = '', ISSUER = '', JWKS_URI = '', AUDIENCE = '' } = process.env
if (API_TOKEN.trim().length < 20 && ISSUER === '') {
  console.error('API_TOKEN must have 20 characters or more')
  process.exit(4)
}
const digest = (text) => createHash('sha256').update(text, 'latin1').digest()
const part = (text) => JSON.parse(Buffer.from(text, 'base64url'))
async function valid(token) {
  if (ISSUER === '') return timingSafeEqual(digest(token), digest(API_TOKEN.trim()))
  const [head, body, signature] = token.split('.')
  const { keys } = await (await fetch(JWKS_URI)).json()
  const jwk = keys.find(({ kid }) => kid === part(head).kid)
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const good = verify('sha256', Buffer.from(head + '.' + body), key, Buffer.from(signature, 'base64url'))
  const { iss, aud, exp } = part(body)
  return good && iss === ISSUER && aud === AUDIENCE && exp > Date.now() / 1000
}
createServer(async (request, response) => {
  const [, token] = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.authorization ?? '') ?? []
  const accepted = token !== undefined && (await valid(token).catch(() => false))
  if (accepted) response.end('{"user":"user-1"}')
  else response.writeHead(401, { 'www-authenticate': 'Bearer' }).end()
}).listen(8000, '0.0.0.0')
`

const options = { image, port: 8000, path: '/me', waitMs: 30_000 }
const token = 'conformance-token-0123456789'

describe.skipIf(engine !== 'linux')('a target in a container', () => {
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'target-image-'))
    try {
      await mkdir(join(folder, 'rootfs'))
      await copyNode(join(folder, 'rootfs'))
      await writeFile(join(folder, 'rootfs/server.mjs'), program)
      await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY rootfs/ /\nENTRYPOINT ["node", "/server.mjs"]\n')
      await docker('build', '--tag', image, folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  afterAll(async () => {
    expect(await docker('ps', '--all', '--quiet', '--filter', 'label=auth-conformance=target')).toBe('')
  })

  test('passes with a token, its weak secrets tried in containers of their own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
    const config = { target: 'http://127.0.0.1:{port}/me', launch: { secret: 'API_TOKEN', minimum: 20 } }
    await writeFile(join(folder, 'conformance.config.json'), JSON.stringify(config))
    const args = ['--image', image, '--token-env', 'API_TOKEN', '--env', 'API_TOKEN']
    const only = ['gate', 'bearer', 'config', 'leak'].flatMap((id) => ['--only', id])
    const { code, stdout, stderr } = await runCommand([...args, ...only], {
      cwd: folder,
      env: { API_TOKEN: token },
    })
    expect(stderr).toBe('')
    expect(code, stdout).toBe(0)
    const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'))
    const passed = results.findings.filter(({ verdict }: { verdict: string }) => verdict === 'pass')
    expect(passed.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['config/weak-secret-rejected', 'leak/credential-not-in-logs', 'gate/positive-control']),
    )
  })

  test('is measured with a long secret, in a container of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
    const config = { target: 'http://127.0.0.1:{port}/me', launch: { secret: 'API_TOKEN' } }
    await writeFile(join(folder, 'conformance.config.json'), JSON.stringify(config))
    const args = ['--image', image, '--token-env', 'API_TOKEN', '--env', 'API_TOKEN', '--timing-budget', '1s']
    const { code, stdout } = await runCommand([...args, '--only', 'timing/static-compare'], {
      cwd: folder,
      env: { API_TOKEN: token },
    })
    expect(code, stdout).toBe(0)
    expect(stdout).toContain('[a secret of 4,096 bytes, which we chose]')
  })

  test('reaches the issuer of this machine by host.docker.internal', async () => {
    const env = ['ISSUER={issuer}', 'JWKS_URI={jwks_uri}', 'AUDIENCE={audience}'].flatMap((one) => ['--env', one])
    const args = ['--image', image, '--audience', 'api', '--issuer-port', '9471', '--only', 'gate', '--no-results']
    const { code, stdout, stderr } = await runCommand([...args, ...env])
    expect(stderr).toContain('http://host.docker.internal:9471')
    expect(code, stdout).toBe(0)
  })

  test('that does not start says why, at the first start and at a launch', async () => {
    await expect(startContainer({ ...options, env: { API_TOKEN: 'short' } })).rejects.toMatchObject({
      code: 'TARGET_EXITED',
      message: expect.stringContaining('API_TOKEN must have 20 characters'),
    })
    const target = await startContainer({ ...options, env: { API_TOKEN: token } })
    try {
      const launched = await target.launch({ API_TOKEN: undefined })
      expect(launched).toMatchObject({ ended: 'exit code 4' })
      expect(launched.wrote('API_TOKEN must have')).toBe(true)
      await launched.stop()
    } finally {
      await target.stop()
    }
  })

  test('of an image that there is not ends with one message', async () => {
    await expect(startContainer({ ...options, image: 'auth-conformance-nothing:test', env: {} })).rejects.toMatchObject(
      {
        code: 'NO_ENGINE',
      },
    )
  })
})
