import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { fileURLToPath } from 'node:url'
import { completeTargetConfig, staticCredential } from '../harness/config/target-config.ts'
import { runSuites } from '../harness/core/engine.ts'
import { openSession } from '../harness/core/session.ts'
import { defineCheck, defineSuite, rfc } from '../harness/define.ts'
import { rejected } from '../harness/expect/index.ts'
import { type Measured, medianRatio } from './ratio.ts'

const secret = 'a-token-of-the-bench-that-opens-nothing'
const checks = 150

/** One attempt a check: with the valid requests before and after it, three requests. */
const suite = defineSuite({
  id: 'bench',
  title: 'Checks of three requests',
  about: '',
  checks: Array.from({ length: checks }, (_, number) =>
    defineCheck({
      id: `bench/${number}`,
      title: 'must reject an unknown token',
      level: 'MUST',
      severity: 'info',
      spec: [rfc(6750, '3.1')],
      needs: [],
      fix: '',
      vectors: { wrong: { token: `wrong-${number}` } },
      expect: [rejected()],
    }),
  ),
})

/** Seconds of the engine, and how many requests it sent. */
async function runEngine(origin: URL, concurrency: number): Promise<{ seconds: number; requests: number }> {
  const config = completeTargetConfig({ target: `${origin.origin}/`, credential: staticCredential(secret, 'TOKEN') })
  const session = await openSession({ origin, config, concurrency })
  const began = performance.now()
  const { findings } = await runSuites(session, [suite])
  const seconds = (performance.now() - began) / 1000
  session.close()
  if (findings.length !== checks || findings.some(({ verdict }) => verdict !== 'pass'))
    throw new Error('not all passed')
  return { seconds, requests: session.requests }
}

/** The same number of the same requests by node:http over one kept connection, one after the other. */
async function bareLoop(origin: URL, requests: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const began = performance.now()
  for (let sent = 0; sent < requests; sent++) {
    const authorization = `Bearer ${sent % 3 === 1 ? `wrong-${sent}` : secret}`
    const response = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      get(origin, { agent, headers: { authorization, accept: '*/*' } }, resolve).on('error', reject)
    })
    response.resume()
    await once(response, 'end')
  }
  agent.destroy()
  return (performance.now() - began) / 1000
}

/** The engine against a bare loop, medians of five rounds in one run. */
export async function benchEngine(): Promise<readonly Measured[]> {
  const child = fork(fileURLToPath(new URL('engine-target.ts', import.meta.url)), {
    env: { ...process.env, API_TOKEN: secret },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const [port] = await once(child.stdout as NodeJS.ReadableStream, 'data')
  const origin = new URL(`http://127.0.0.1:${String(port).trim()}/`)
  try {
    const { requests } = await runEngine(origin, 10)
    await bareLoop(origin, requests)
    const alone = await medianRatio(
      async () => (await runEngine(origin, 1)).seconds,
      () => bareLoop(origin, requests),
    )
    const together = await medianRatio(
      async () => (await runEngine(origin, 10)).seconds,
      () => bareLoop(origin, requests),
    )
    const detail = `${checks} checks, ${requests} requests to a 1 ms server`
    return [
      { name: 'engine, one in flight / bare serial loop', ...alone, atMost: 1.1, detail },
      { name: 'engine, ten in flight / bare serial loop', ...together, atMost: 0.45, detail },
    ]
  } finally {
    child.disconnect()
  }
}
