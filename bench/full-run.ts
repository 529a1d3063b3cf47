import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import { completeTargetConfig, jwtCredential } from '../harness/config/target-config.ts'
import { runSuites } from '../harness/core/engine.ts'
import { openSession } from '../harness/core/session.ts'
import { type ServedIdp, serveIdp } from '../mock-idp/adapters/node.ts'
import { suites } from '../suites/index.ts'
import { type Measured, medianRatio } from './ratio.ts'

const audience = 'https://api.example'
const concurrency = 10

interface Ran {
  readonly seconds: number
  /** The messages of its requests. */
  readonly messages: readonly string[]
  readonly requests: number
  /** Requests of checks that run by themselves and measure durations, one after the other. */
  readonly inTurn: number
}

const exclusive = suites.flatMap(({ checks }) => checks.filter((check) => check.exclusive).map(({ id }) => `${id}[`))

/** Every check that applies to a JWT target without further features. */
async function runAll(origin: URL, { idp }: ServedIdp): Promise<Ran> {
  const config = completeTargetConfig({
    target: `${origin.origin}/me`,
    credential: jwtCredential(audience, { algorithmsAreAllowList: true }),
  })
  const session = await openSession({ origin, config, issuer: idp, concurrency })
  const began = performance.now()
  const { stop, executed } = await runSuites(session, suites)
  const seconds = (performance.now() - began) / 1000
  session.close()
  if (stop || executed < 40) throw new Error(stop?.message ?? `only ${executed} checks ran`)
  return {
    seconds,
    messages: session.observed.map(({ exchange }) => exchange.request.text),
    requests: session.requests,
    inTurn: session.observed.filter(({ sentFor }) => exclusive.some((id) => sentFor.startsWith(id))).length,
  }
}

const send = (origin: URL, message: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(origin.port), origin.hostname, () => socket.write(message, 'latin1'))
    socket.setTimeout(2000, () => socket.destroy())
    socket
      .on('data', () => {})
      .on('error', () => {})
      .on('close', () => resolve())
  })

/** As many requests, as far as they are printable text, by bare sockets: side by side and in turn like those of the run. */
async function bareLoop(origin: URL, { messages, requests, inTurn }: Ran): Promise<number> {
  const printable = messages.filter((message) => !message.includes('\\x'))
  const closing = printable.map((message) => message.replaceAll(/\r?\n/g, '\r\n'))
  const usual = closing.filter((message) => /^connection: close/im.test(message))
  const limit = pLimit(concurrency)
  const sendOne = (index: number) => send(origin, usual[index % usual.length] ?? '')
  const began = performance.now()
  await Promise.all(Array.from({ length: requests - inTurn }, (_, index) => limit(() => sendOne(index))))
  for (let index = 0; index < inTurn; index++) await sendOne(index)
  return (performance.now() - began) / 1000
}

/** All checks that apply to a JWT target, against a bare loop with as many in flight. */
export async function benchFullRun(): Promise<readonly Measured[]> {
  const served = await serveIdp({ port: 0 })
  const child = fork(fileURLToPath(new URL('full-run-target.ts', import.meta.url)), {
    env: { ...process.env, ISSUER: served.idp.issuer, JWKS_URI: served.idp.jwksUri, AUDIENCE: audience },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const [port] = await once(child.stdout as NodeJS.ReadableStream, 'data')
  const origin = new URL(`http://127.0.0.1:${String(port).trim()}/`)
  try {
    const first = await runAll(origin, served)
    await bareLoop(origin, first)
    const whole = await medianRatio(
      async () => (await runAll(origin, served)).seconds,
      () => bareLoop(origin, first),
    )
    const detail = `${first.requests} requests to a 1 ms server, ${concurrency} in flight, but ${first.inTurn} in turn`
    return [{ name: 'all checks of a JWT target / bare loop of their requests', ...whole, atMost: 1.5, detail }]
  } finally {
    child.disconnect()
    await served.close()
  }
}
