/**
 * How fast the mock IdP answers client_credentials with RS256, as a share of what one core can sign at all.
 *
 * Child processes, pinned by `taskset` and working in turn: the server and a bare signing loop on core 0, the sender on
 * core 1, over 16 keep-alive connections. The medians of 5 rounds of 1 s are compared.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { connect } from 'node:net'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { serveIdp } from '../mock-idp/adapters/node.ts'
import { type Measured, median, rounds } from './ratio.ts'

const atLeast = 0.6
const roundMs = 1000
const connections = 16

export const benchIdp = async (): Promise<readonly Measured[]> => {
  const pinned = spawnSync('taskset', ['-c', '0,1', 'true']).status === 0 && availableParallelism() > 1
  const start = (role: Role, core: number): ChildProcess =>
    fork(file, [role], pinned ? { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath] } : {})
  const [server, signer, sender] = [start('serve', 0), start('sign', 0), start('send', 1)]
  try {
    const port = await answerOf(server)
    const signatures: number[] = []
    const tokens: number[] = []
    await ask(sender, port)
    for (let round = 0; round < rounds; round++) {
      signatures.push(await ask(signer, 0))
      tokens.push(await ask(sender, port))
    }
    const detail = `${pinned ? 'on one core' : 'not pinned, for want of taskset or a second core'}, ${roundMs} ms a round`
    const medians = `${median(tokens)} tokens/s / ${median(signatures)} signatures/s`
    const ratio = median(tokens) / median(signatures)
    return [{ name: 'idp, client_credentials over HTTP / bare RS256', ratio, medians, atLeast, detail }]
  } finally {
    for (const child of [server, signer, sender]) child.kill()
  }
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
    const { url, idp } = await serveIdp({ port: 0, keys: ['RS256'] })
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
    for (const { name, ratio, medians, detail } of await benchIdp()) {
      console.log(`${name}: ${ratio.toFixed(2)}, to be at least ${atLeast} (${medians}; ${detail})`)
      process.exitCode = ratio >= atLeast ? 0 : 1
    }
  }
}
