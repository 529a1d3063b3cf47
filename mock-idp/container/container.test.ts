import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { IdpContainer, type StartedIdpContainer } from '../adapters/testcontainers.ts'

// The image of the reaper cannot be pulled if no registry is reachable.
process.env.TESTCONTAINERS_RYUK_DISABLED = 'true'

const docker = async (...args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)('docker', args)
  return stdout.trim()
}

const engine = await docker('info', '--format', '{{.OSType}}').catch(() => 'none')

const image = 'auth-conformance-idp:test'

const started = async (container: IdpContainer): Promise<StartedIdpContainer> => {
  const running = await container.start()
  onTestFinished(async () => void (await running.stop()))
  return running
}

/** Requests a token with the client credentials grant. */
const tokenOf = async (url: string): Promise<string> => {
  const body = new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_id: 'conformance', client_secret: 'conformance-secret' },
    audience: 'my-api',
  })
  const response = await fetch(`${url}/token`, { method: 'POST', body })
  expect(response.status).toBe(200)
  const { access_token: token } = (await response.json()) as { access_token: string }
  return token
}

describe.skipIf(engine !== 'linux')(
  `the container${engine === 'linux' ? '' : ': no engine for Linux containers answers'}`,
  () => {
    beforeAll(async () => {
      await IdpContainer.build({ image })
    })

    test('issues tokens that verify with its keys, and can be controlled', async () => {
      const container = await started(new IdpContainer(image))
      const { url, issuer } = container
      const keys = createRemoteJWKSet(new URL(`${url}/jwks`))
      const { payload } = await jwtVerify(await tokenOf(url), keys, { issuer, audience: 'my-api' })
      expect(payload.sub).toBe('conformance')

      const control = await container.control()
      expect(control.issuer).toBe(issuer)
      const expired = await control.mint({ claims: { aud: 'my-api', exp: '-1h' } })
      await expect(jwtVerify(expired, keys, { issuer, audience: 'my-api' })).rejects.toMatchObject({
        code: 'ERR_JWT_EXPIRED',
      })
      expect(await control.journal.entries({ endpoint: 'token' })).toMatchObject([
        { status: 200, client: 'conformance' },
      ])
      expect((await fetch(`${url}/_control/keys`)).status).toBe(401)
    })

    test('runs without root privileges, with a read-only root filesystem', async () => {
      const container = await started(new IdpContainer(image))
      const format = '{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.State.Health.Status}}'
      expect(await docker('inspect', '--format', format, container.getId())).toBe('65532:65532 true healthy')
      const write = "require('fs').writeFileSync('/idp/x', '')"
      const { output, exitCode } = await container.exec(['node', '-e', write])
      expect(exitCode).not.toBe(0)
      expect(output).toContain('EROFS')
    })

    test('uses the configured issuer, flags and users', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'idp-config-'))
      onTestFinished(() => rm(folder, { recursive: true, force: true }))
      const file = join(folder, 'idp.yaml')
      await writeFile(file, 'users:\n  - sub: alice\n', { mode: 0o644 })
      await promisify(execFile)('chmod', ['755', folder])
      const container = await started(
        new IdpContainer(image).withIssuer('http://idp:9400').withFlags('--audience', 'my-api').withConfig(file),
      )
      const discovery = await fetch(`${container.url}/.well-known/openid-configuration`)
      expect(await discovery.json()).toMatchObject({ issuer: 'http://idp:9400' })
      const control = await container.control()
      expect(await control.users.list()).toMatchObject([{ sub: 'alice' }])
    })

    test('its health check fails when it no longer responds', async () => {
      const container = await started(new IdpContainer(image))
      const healthy = await container.exec(['node', '/idp/idp.js', 'health'])
      expect(healthy).toMatchObject({ exitCode: 0, output: 'http://127.0.0.1:9400 answers\n' })
      const elsewhere = await container.exec(['node', '/idp/idp.js', 'health', '--idp', 'http://127.0.0.1:1'])
      expect(elsewhere.exitCode).toBe(1)
      expect(elsewhere.output).toContain('does not answer')
    })
  },
)
