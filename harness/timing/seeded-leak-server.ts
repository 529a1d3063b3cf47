import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

/**
 * A server in a thread of its own with a seeded leak: it compares its secret character by character and stops at the
 * first wrong one. Sends its port to its parent.
 */
const secret: string = workerData

const isSecret = (token: string): boolean => {
  if (token.length !== secret.length) return false
  for (let at = 0; at < secret.length; at++) if (token[at] !== secret[at]) return false
  return true
}

const server = createServer(({ headers }, response) => {
  const status = isSecret((headers.authorization ?? '').slice('Bearer '.length)) ? 200 : 401
  response.writeHead(status, { 'WWW-Authenticate': 'Bearer', 'Content-Length': 0 }).end()
})
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))
