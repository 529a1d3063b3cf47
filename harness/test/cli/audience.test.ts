import { expect, test } from 'vitest'
import { jwtResource } from '../../../fixtures/references/jwt.ts'
import { answerNode } from '../../../fixtures/references/listen.ts'
import type { ResourceSteps } from '../../../fixtures/references/steps.ts'
import type { JwkSet } from '../../../mock-idp/index.ts'
import { checked, emptyFolder, startCommand, untilWritten } from './support/real-command.ts'
import { answering } from './support/servers.ts'

const audience = 'urn:my-api'

test('waits until the target is configured with the printed issuer, and then runs', async () => {
  let configured: ResourceSteps | undefined
  await using server = await answering((request, response) => {
    if (configured) answerNode(configured, request, response)
    else response.writeHead(503).end()
  })
  const args = ['--target', server.url, '--audience', audience, '--issuer-port', '0', '--only', 'jws', '--only', 'alg']
  const command = startCommand([...args, '--issuer-url', 'http://issuer.example/tenant/'], { cwd: await emptyFolder() })
  const printed = await untilWritten(command.stderr, /503 Service Unavailable\. Waiting up to 30 s/)
  const [, issuer = '', jwksUri = ''] = /issuer +(\S+)\n +JWKS URI +(\S+)\n +audience +urn:my-api/.exec(printed) ?? []
  expect(issuer).toBe('http://issuer.example/tenant/')
  configured = jwtResource({
    ...{ issuer, audience, algorithms: ['RS256'], leeway: 0 },
    jwks: async () => (await fetch(jwksUri)).json() as Promise<JwkSet>,
    now: () => Math.floor(Date.now() / 1000),
  })
  const { code, stdout } = checked(await command)
  expect([code, stdout]).toEqual([0, expect.stringContaining(`JWT of ${issuer} for audience ${audience}`)])
})
