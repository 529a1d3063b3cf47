import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import { completeTargetConfig, staticCredential } from '../config/target-config.ts'
import { type RunOptions, runSuites } from '../core/engine.ts'
import { openSession, type SessionOptions } from '../core/session.ts'
import { defineCheck, defineSuite, rfc } from '../define.ts'
import { rejected } from '../expect/index.ts'
import type { Check, Suite, VectorCheck } from '../model/check.ts'
import type { Finding } from '../model/finding.ts'
import type { TargetConfig } from '../model/target-config.ts'

export const secret = 'the-valid-token-of-this-test'
export const body = '{"subject":"someone","content":"protected"}'

/** A check that sends one invalid token, with these changes. */
export const check = (id: `${string}/${string}`, more: Partial<VectorCheck> = {}): VectorCheck =>
  defineCheck({
    id,
    title: 'must reject it',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(6750, '3.1')],
    needs: [],
    fix: '',
    vectors: { wrong: { token: 'wrong' } },
    expect: [rejected()],
    ...more,
  })

export const suite = (...checks: readonly Check[]): Suite =>
  defineSuite({ id: 'test', title: 'Test', about: '', checks })

export const isValid = (request: IncomingMessage) => request.headers.authorization === `Bearer ${secret}`

/** Accepts the valid token, and rejects everything else. */
export const correct: RequestListener = (request, response) => {
  response.writeHead(isValid(request) ? 200 : 401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' })
  response.end(isValid(request) ? body : '{"error":true}')
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** Runs suites against a server on a free port, until the test is over. */
export async function runAgainst(
  listener: RequestListener,
  suites: readonly Suite[],
  { timing, ...options }: RunOptions & Partial<SessionOptions> & Pick<TargetConfig, 'timing'> = {},
) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const config = completeTargetConfig({
    target: `${origin.origin}/me`,
    credential: staticCredential(secret, 'API_TOKEN'),
    ...(timing && { timing }),
  })
  const session = await openSession({ origin, config, timeoutMs: 1000, ...options })
  closing.push(() => {
    session.close()
    server.closeAllConnections()
    server.close()
  })
  return { ...(await runSuites(session, suites, options)), session }
}

export const verdicts = (findings: readonly Finding[]) => findings.map(({ id, verdict }) => `${id} ${verdict}`)
