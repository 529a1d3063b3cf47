/** A child process that repeats a flow: on the message `{ flow, port, ms }` it sends back flows per second. */
import { connect } from 'node:net'
import { type Exchange, type Flow, type FlowName, flows } from './flows.ts'

export interface SenderRequest {
  readonly flow: FlowName
  readonly port: number
  readonly ms: number
}

const rate = async (flow: Flow, port: number, ms: number): Promise<number> => {
  const start = performance.now()
  const counts = await Promise.all(Array.from({ length: flow.connections }, () => repeat(flow, port, start + ms)))
  return (counts.reduce((sum, count) => sum + count, 0) * 1000) / (performance.now() - start)
}

const repeat = async (flow: Flow, port: number, until: number): Promise<number> => {
  const { exchange, close } = open(port)
  let count = 0
  for (; performance.now() < until; count++) await flow.once(exchange, port)
  close()
  return count
}

/** A keep-alive connection with one request at a time. */
const open = (port: number): { readonly exchange: Exchange; close(): void } => {
  const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1')
  let received = ''
  let resolve: (answer: string) => void = () => {}
  let reject: (error: Error) => void = () => {}
  socket.on('error', (error) => reject(error))
  socket.on('close', () => reject(new Error('The server closed a connection.')))
  socket.on('data', (chunk: string) => {
    received += chunk
    if (!isComplete(received)) return
    const answer = received
    received = ''
    resolve(answer)
  })
  return {
    exchange: (request) =>
      new Promise((settle, fail) => {
        resolve = settle
        reject = fail
        socket.write(request, 'latin1')
      }),
    close: () => socket.destroy(),
  }
}

const isComplete = (answer: string): boolean => {
  const head = answer.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1]
  if (length !== undefined) return answer.length >= head + 4 + Number(length)
  // Chunked, as some servers answer (RFC 9112 §7.1); a redirect may have no body at all.
  return /\r\ntransfer-encoding: chunked/i.test(answer) ? answer.endsWith('\r\n0\r\n\r\n') : true
}

process.on('message', ({ flow, port, ms }: SenderRequest) => {
  rate(flows[flow], port, ms).then(
    (value) => process.send?.(value),
    (error) => {
      console.error(error)
      process.exit(1)
    },
  )
})
