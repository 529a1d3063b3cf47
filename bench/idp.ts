/**
 * How fast the mock IdP answers client_credentials: as a share of what one core can sign at all, and beside other mock
 * IdPs with the same request, algorithm and load.
 *
 * Child processes, pinned by `taskset` and working in turn: servers and a bare signing loop on core 0, the sender on
 * core 1, over 16 keep-alive connections. The medians of 5 rounds of 1 s are compared. The peers are installed into
 * bench/peers/node_modules when they are missing.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { serveIdp } from '../mock-idp/adapters/node.ts'
import { type Measured, median, rounds } from './ratio.ts'

const roundMs = 1000
const connections = 16

type Alg = 'RS256' | 'ES256'

/** Of tokens a second: what ours must be, as a multiple of the other. */
const goals: Readonly<Record<Alg, Readonly<Record<string, number>>>> = {
  RS256: { 'bare RS256': 0.65, 'oauth2-mock-server': 1.9, 'oidc-provider': 1.3 },
  ES256: { 'oauth2-mock-server': 1.5, 'oidc-provider': 1.5 },
}

export const benchIdp = async (): Promise<readonly Measured[]> => {
  installPeers()
  return [...(await benchTokens('RS256')), ...(await benchTokens('ES256'))]
}

const benchTokens = async (alg: Alg): Promise<readonly Measured[]> => {
  const pinned = spawnSync('taskset', ['-c', '0,1', 'true']).status === 0 && availableParallelism() > 1
  const start = (module: string, args: readonly string[], core: number): ChildProcess => {
    const options = pinned ? { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath] } : {}
    // Peers greet with advice that is none of ours.
    const output = module === peerModule ? 'ignore' : 'inherit'
    const env = { ...process.env, NODE_ENV: 'production' }
    return fork(module, args, { ...options, env, stdio: ['ignore', output, output, 'ipc'] })
  }
  const others = Object.keys(goals[alg])
  const peers = others.filter((name) => !name.startsWith('bare'))
  const signer = start(file, ['sign'], 0)
  const sender = start(file, ['send'], 1)
  const servers = [start(file, ['serve', alg], 0), ...peers.map((name) => start(peerModule, [name, alg], 0))]
  try {
    const ports: number[] = []
    for (const server of servers) ports.push(await answerOf(server))
    for (const port of ports) await ask(sender, port)
    const [ours, ...theirs] = ports.map((): number[] => [])
    const signatures: number[] = []
    for (let round = 0; round < rounds; round++) {
      if (others.length > peers.length) signatures.push(await ask(signer, 0))
      for (const [index, port] of ports.entries()) [ours, ...theirs][index]?.push(await ask(sender, port))
    }
    const detail = `${pinned ? 'on one core' : 'not pinned, for want of taskset or a second core'}, ${roundMs} ms a round`
    return others.map((other) => {
      const rates = other.startsWith('bare') ? signatures : (theirs[peers.indexOf(other)] ?? [])
      return {
        name: `idp, client_credentials ${alg} over HTTP / ${other}`,
        ratio: median(ours ?? []) / median(rates),
        medians: `${median(ours ?? [])} / ${median(rates)} a second`,
        atLeast: goals[alg][other] ?? 1,
        detail,
      }
    })
  } finally {
    for (const child of [...servers, signer, sender]) child.kill()
  }
}

const peersFolder = fileURLToPath(new URL('./peers/', import.meta.url))
const peerModule = `${peersFolder}servers.mjs`

const installPeers = (): void => {
  if (existsSync(`${peersFolder}node_modules`)) return
  const { status } = spawnSync('npm', ['ci', '--prefix', peersFolder], { stdio: 'inherit' })
  if (status !== 0) throw new Error('The peers of bench/peers could not be installed.')
}

type Role = 'serve' | 'sign' | 'send'

const file = fileURLToPath(import.meta.url)

const ask = (child: ChildProcess, question: number): Promise<number> => {
  child.send(question)
  return answerOf(child)
}

const answerOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    const exited = (code: number | null) => reject(new Error(`A child process ended with ${code}.`))
    child.once('exit', exited)
    child.once('message', (value) => {
      child.off('exit', exited)
      resolve(Math.round(Number(value)))
    })
  })

const body = 'grant_type=client_credentials&client_id=conformance&client_secret=conformance-secret'

const request = (port: number): string =>
  [
    'POST /token HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')

const tokensPerSecond = async (port: number): Promise<number> => {
  const start = performance.now()
  const counts = await Promise.all(Array.from({ length: connections }, () => countAnswers(port, start + roundMs)))
  return (counts.reduce((sum, count) => sum + count, 0) * 1000) / (performance.now() - start)
}

/** Sends one request after the other until the time is over. */
const countAnswers = (port: number, until: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay()
    const bytes = request(port)
    let count = 0
    let received = ''
    socket.setEncoding('latin1').on('error', reject)
    socket.on('close', () => reject(new Error('The server closed a connection.')))
    socket.write(bytes)
    socket.on('data', (chunk) => {
      received += chunk
      if (!isWhole(received)) return
      if (!received.startsWith('HTTP/1.1 200 ')) reject(new Error(`The server answered ${received}`))
      received = ''
      count++
      if (performance.now() < until) socket.write(bytes)
      else {
        resolve(count)
        socket.destroy()
      }
    })
  })

const isWhole = (answer: string): boolean => {
  const head = answer.indexOf('\r\n\r\n')
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1]
  return head >= 0 && answer.length >= head + 4 + Number(length)
}

const roles: Readonly<Record<Role, () => Promise<void> | void>> = {
  async serve() {
    const { url, idp } = await serveIdp({ port: 0, keys: [process.argv[3] ?? 'RS256'] })
    await idp.ready()
    answer(Number(new URL(url).port))
    process.once('disconnect', () => process.exit())
  },
  sign() {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const input = Buffer.alloc(400, 'a')
    process.on('message', () => {
      const start = performance.now()
      let count = 0
      for (; performance.now() < start + roundMs; count++) sign('sha256', input, privateKey)
      answer((count * 1000) / (performance.now() - start))
    })
  },
  send() {
    process.on('message', (port) => void tokensPerSecond(Number(port)).then(answer))
  },
}

const answer = (value: number): void => {
  process.send?.(value)
}

if (process.argv[1] === file) {
  const role = roles[process.argv[2] as Role]
  if (role) await role()
  else {
    for (const { name, ratio, medians, atLeast = 0, detail } of await benchIdp()) {
      console.log(`${name}: ${ratio.toFixed(2)}, to be at least ${atLeast} (${medians}; ${detail})`)
      if (ratio < atLeast) process.exitCode = 1
    }
  }
}
