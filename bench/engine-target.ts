/** A server that answers after a millisecond, in a process of its own; prints its port. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const server = createServer((request, response) => {
  setTimeout(() => {
    const known = request.headers.authorization === `Bearer ${process.env.API_TOKEN}`
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' })
    response.end(known ? '{"subject":"bench","of":"the engine"}' : '{}')
  }, 1)
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
process.on('disconnect', () => process.exit())
